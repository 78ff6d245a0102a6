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
  tooShort: (missing) => `Encore ${missing}`,
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
    sentTitle: 'Regardez vos messages',
    sent: 'Si quelqu’un a cette adresse ici, un lien est en route. S’il n’arrive pas, adressez-vous à un administrateur de votre site : il peut vous en remettre un.',
    back: 'Retour à la connexion',
  },
  recover: {
    title: 'Choisir un autre mot de passe',
    lead: 'Toutes vos sessions ouvertes se terminent. Vos travaux, fichiers et jetons d’API restent.',
    submit: 'Adopter ce mot de passe',
    done: 'Votre nouveau mot de passe est valable. Connectez-vous avec lui.',
    again: 'Demander un autre lien',
  },
}
