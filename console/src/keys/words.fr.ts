import { count } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  httpsTitle: 'Cette page demande https',
  httpsSeen: 'Son adresse commence par http, depuis une autre machine que celle-ci.',
  httpsWhy:
    'Les navigateurs ne laissent aucune page arrivée sans chiffrement contrôler des fichiers ou manier des clés : quelqu’un sur le chemin aurait pu la modifier.',
  httpsFix: 'Ouvrez la même adresse en https, ou demandez-la aux administrateurs de votre site.',
  passphrase: 'Phrase de passe du fichier de récupération',
  passphraseHint: (least) => `Au moins ${least} caractères ; personne ne peut la réinitialiser.`,
  passphraseShort: (missing) =>
    count('fr', missing, { one: 'encore # caractère', other: 'encore # caractères' }),
  makeKey: 'Créer la clé',
  makingKey: 'Création de la clé…',
  keyMade: 'Enregistrez le fichier de récupération maintenant',
  keyMadeText:
    'C’est le seul moyen d’ouvrir vos résultats. Gardez-le à part de sa phrase de passe ; personne ne peut les rétablir.',
  saveRecovery: 'Enregistrer le fichier de récupération',
  recoveryUse: 'Utiliser cette clé désormais',
  recoveryFirst: 'Enregistrez d’abord le fichier de récupération.',
  pasteLabel: 'Clé publique',
  pasteHint: 'Le texte d’un fichier .pub, de « crosspanel key create » ou d’un autre programme.',
  pasteUse: 'Utiliser cette clé publique',
  pasteSecret:
    'C’est une clé secrète. Elle n’a été envoyée nulle part : effacez-la ici et collez la clé publique.',
  pasteBad: 'Ce n’est pas une clé publique Crypt4GH.',
  fingerprint: 'Empreinte',
}
