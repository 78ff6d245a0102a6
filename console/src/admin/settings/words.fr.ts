import type { Dictionary } from '../../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'Réglages',
  lead: 'Ce qui est en vigueur. Tous, sauf ceux de la base de données, sont lus au démarrage du nœud : changez le fichier ou l’environnement, puis redémarrez.',
  find: 'Chercher un réglage',
  origin: 'Origine',
  origins: {
    default: 'par défaut',
    file: 'settings.toml',
    environment: 'environnement',
    command: 'commande de démarrage',
    database: 'base de données',
  },
  explained: {
    default: 'personne ne l’a défini',
    file: 'le fichier dans le dossier du nœud',
    environment: 'une variable du processus ; l’emporte sur le fichier',
    command: 'donné par la commande qui a démarré le nœud',
    database: 'modifié ici pendant que le nœud tourne',
  },
  setting: 'Réglage',
  value: 'Valeur',
  what: 'Ce qu’il règle',
  secret: 'secret, défini',
  secretUnset: 'secret, non défini',
  unset: 'non défini',
  list: 'Réglages en vigueur',
  none: 'Aucun réglage n’a cela dans son nom ou sa description',
  noneText: 'Les noms sont ceux des variables de l’environnement.',
  onlyChanged: 'Seulement ce qui n’est pas par défaut',
}
