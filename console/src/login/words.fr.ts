import { count } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  logIn: 'Se connecter',
  email: 'Adresse e-mail',
  password: 'Mot de passe',
  showPassword: 'Afficher le mot de passe',
  forgotten: 'Mot de passe oublié ?',
  noAccount:
    'Les comptes sont créés par les administrateurs de ce site. Ils vous envoient un lien qui sert une fois.',
  name: 'Votre nom',
  nameHint: 'Tel que vos collègues vous connaissent.',
  passwordHint: (least) =>
    `Au moins ${least} caractères. Une phrase se retient facilement et se devine difficilement.`,
  tooShort: (missing) =>
    count('fr', missing, { one: 'Encore # caractère', other: 'Encore # caractères' }),
  setUp: {
    title: 'Bienvenue',
    lead: 'Choisissez le nom que vous portez ici et votre mot de passe.',
    submit: 'Créer mon compte',
    noToken: 'Il manque à cette adresse sa partie secrète',
    noTokenFix:
      'Ouvrez de nouveau le lien du message, ou copiez-le en entier : ce qui suit # en fait partie. Il sert une fois et pendant 24 heures ; les administrateurs de votre site peuvent en faire un autre.',
    another: 'Demandez un autre lien à un administrateur de votre site. Il saisit :',
  },
  forgottenPage: {
    title: 'Choisir un autre mot de passe',
    lead: 'Nous vous envoyons un lien qui sert une fois, pendant une heure.',
    submit: 'Envoyer le lien',
    sentTitle: 'Consultez votre messagerie',
    sent: 'Si un compte d’ici a cette adresse, un lien est en route. S’il n’arrive pas, adressez-vous à un administrateur de votre site : il peut vous en remettre un.',
    back: 'Retour à la connexion',
  },
  recover: {
    title: 'Choisir un autre mot de passe',
    lead: 'Toutes vos sessions ouvertes se terminent. Vos travaux, fichiers et jetons d’API restent.',
    submit: 'Enregistrer ce mot de passe',
    done: 'Votre nouveau mot de passe est enregistré. Connectez-vous avec lui.',
    again: 'Demander un autre lien',
  },
  device: {
    title: 'Connecter une ligne de commande',
    lead: 'Saisissez le code que « crosspanel login --device » affiche dans votre terminal. Vous voyez ensuite quelle machine demande, et vous décidez.',
    code: 'Code',
    codeHint: 'Huit lettres, par exemple WDJB-MJHT.',
    codeFault: 'Un code a huit lettres, par exemple WDJB-MJHT : ni chiffre ni voyelle.',
    find: 'Continuer',
    notFound: 'Rien n’attend ce code',
    notFoundFix:
      'Comparez-le avec celui de votre terminal. Il sert une fois et pendant dix minutes ; ensuite, saisissez de nouveau la commande pour en avoir un autre.',
    question: 'Connecter cette machine ?',
    machine: 'Machine',
    machineHint: 'nom qu’elle se donne',
    address: 'La demande vient de',
    started: 'Commencée',
    expires: 'Le code expire',
    as: 'Elle serait connectée en tant que',
    rights: 'Pendant 30 jours, avec tous vos droits, jusqu’à ce que vous la déconnectiez.',
    warningTitle: 'N’approuvez que ce que vous avez commencé vous-même',
    warning:
      'Ce code doit figurer en ce moment dans votre propre terminal. Si quelqu’un vous a envoyé le code ou un lien qui le contient, refusez : celui qui a commencé cette connexion obtiendrait votre compte.',
    approve: 'Approuver',
    refuse: 'Refuser',
    other: 'Saisir un autre code',
    approved: 'Approuvé',
    approvedText:
      'La ligne de commande continue dans quelques secondes. Elle figure là où vous êtes connecté, et vous pouvez l’y déconnecter.',
    refused: 'Refusé',
    refusedText:
      'Personne n’a été connecté. Si vous n’avez pas commencé cette connexion, quelqu’un vise peut-être votre compte : prévenez les administrateurs de votre site.',
    sessions: 'Où vous êtes connecté',
  },
}
