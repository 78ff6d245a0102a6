import { count } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  skip: 'Aller au contenu',
  mainMenu: 'Menu principal',
  onItsWay: 'La page suivante arrive : le serveur ne l’a pas encore envoyée.',
  nav: {
    overview: 'Accueil',
    jobs: 'Travaux',
    newJob: 'Nouveau travail',
    panels: 'Panels',
    sites: 'Sites',
    uploads: 'Envois',
    admin: 'Administration',
    account: 'Compte',
    notifications: 'Notifications',
    help: 'Aide',
  },
  goTo: 'Aller à … (Ctrl K)',
  openMenu: 'Ouvrir le menu',
  accountOf: (name) => `Compte de ${name}`,
  logOut: 'Se déconnecter',
  language: 'Langue',
  theme: 'Couleurs',
  themes: { system: 'Comme le système', light: 'Clair', dark: 'Sombre' },
  live: {
    connecting: 'Connexion',
    connectingHint:
      'Les changements arriveront d’eux-mêmes dans un instant. Appuyez pour mettre en pause.',
    live: 'En direct',
    reconnecting: 'Reconnexion',
    paused: 'En pause',
    liveHint: 'Ce que vous voyez se met à jour de lui-même. Appuyez pour mettre en pause.',
    reconnectingHint: (time) =>
      `Les changements n’arrivent plus depuis ${time} ; les pages se mettent à jour toutes les 10 secondes. Appuyez pour mettre en pause.`,
    pausedHint: (time) =>
      `Rien ne change de lui-même ; dernière mise à jour ${time}. Appuyez pour reprendre.`,
  },
  unread: (n) =>
    count('fr', n, { one: '# notification non lue', other: '# notifications non lues' }),
  until: (time) => `jusqu’au ${time}`,
  announcements: 'Annonces',
  severity: { info: 'Information', warning: 'Avertissement', critical: 'Important' },
  status: 'État de ce site',
  pages: {
    notFound: {
      title: 'Il n’y a pas de page ici',
      text: 'L’adresse est peut-être mal saisie, ou ce qu’elle désignait n’existe plus. Rien de ce qui est à vous n’a été perdu.',
    },
    forbidden: {
      title: 'Cette page ne vous est pas ouverte',
      text: 'Votre compte n’a pas le rôle que cette page demande. Les administrateurs de votre site peuvent le donner.',
      other: 'Changer de compte',
    },
    crashed: {
      title: 'Cette page a rencontré une erreur',
      text: 'C’est la page qui est en panne, pas vos travaux : ils se poursuivent. Rechargez-la ; si l’erreur revient, envoyez le diagnostic aux administrateurs de votre site.',
      reload: 'Recharger',
      copy: 'Copier le diagnostic',
    },
    offline: {
      title: 'Le serveur ne répond pas',
      text: 'Votre appareil est peut-être hors ligne, ou le serveur redémarre. Les travaux se poursuivent sur les sites qui les traitent. Cette page réessaie d’elle-même.',
    },
    unfetched: { title: 'Le serveur n’a pas envoyé cette page' },
    home: 'Aller à l’accueil',
  },
  idle: {
    title: 'Votre session est terminée',
    text: 'Les sessions se terminent quand elles ne servent pas, ou par une déconnexion dans un autre onglet. Connectez-vous pour reprendre où vous étiez.',
    logIn: 'Se connecter',
  },
}
