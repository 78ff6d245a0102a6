import type { FAULTS } from '@crosspanel/protocol/faults'
import type { Dictionary } from '../i18n/words.ts'
import { fr as panelSources } from './words.panel-sources.fr.ts'

const DISK_FIX =
  'Rien n’est perdu. Réessayez plus tard ; si cela dure, prévenez l’administrateur de votre site, qui peut libérer ou ajouter de l’espace disque.'

export const fr: Dictionary<typeof FAULTS> = {
  missing: { detail: 'manque' },
  type: { detail: 'doit être du type {expected}' },
  short: { detail: 'doit avoir au moins {minimum} {minimum|caractère|caractères}' },
  long: { detail: 'peut avoir au plus {maximum} {maximum|caractère|caractères}' },
  few: { detail: 'doit avoir au moins {minimum} {minimum|élément|éléments}' },
  many: { detail: 'peut avoir au plus {maximum} {maximum|élément|éléments}' },
  small: { detail: 'doit être au moins {minimum}' },
  large: { detail: 'peut être au plus {maximum}' },
  email: { detail: 'n’est pas une adresse e-mail' },
  url: { detail: 'n’est pas une adresse web' },
  datetime: { detail: 'n’est pas un moment comme 2026-01-31T12:00:00Z' },
  uuid: { detail: 'n’est pas un identifiant comme 019ac0de-0000-7000-8000-000000000001' },
  format: { detail: 'est écrit d’une façon qui n’est pas acceptée ici ({format})' },
  choice: { detail: 'doit être l’un de : {values}' },
  unknown: { detail: 'n’est pas connu ici : {names}' },
  parameter: {
    detail: 'n’est pas un paramètre de cette requête',
    fix: 'Utilisez l’un de : {known}.',
  },

  'plain-line': { detail: 'ne doit pas avoir de caractères de contrôle' },
  'plain-name': { detail: 'ne doit avoir ni séparateurs ni caractères de contrôle' },
  'plain-text': { detail: 'ne doit avoir de caractères de contrôle que des fins de ligne' },
  domain: { detail: 'doit être un domaine, comme example.org' },
  version: { detail: 'doit ressembler à 2026-11 ou à v6' },
  'absolute-path': { detail: 'doit être un chemin absolu sur la machine du nœud' },
  'user-code': { detail: 'doit être de huit lettres, comme WDJB-MJHT' },
  'no-change': { detail: 'n’indique rien à changer' },

  build: {
    detail: 'le panel est en {panelBuild}',
    fix: 'Choisissez un panel en {build}, ou envoyez des fichiers en {panelBuild}.',
  },
  population: {
    detail: 'le panel n’a pas cette population',
    fix: 'Choisissez l’une de : {populations}.',
  },
  phasing: {
    detail: 'l’hôte n’offre pas ce moteur pour le panel',
    fix: 'Choisissez l’un de : auto, none, {engines}.',
  },
  'idempotency-key': {
    detail: 'doit avoir 8 à 200 caractères imprimables',
    fix: 'Envoyez un UUID aléatoire.',
  },
  'not-invited': { detail: 'n’est pas l’adresse qui a été invitée' },
  'kept-until-past': { detail: 'est déjà passé', fix: 'Indiquez un moment à venir.' },
  'kept-until-far': {
    detail: 'est trop loin dans l’avenir',
    fix: 'Indiquez un moment dans les {years} ans à venir.',
  },
  until: { detail: 'n’est pas après le début, ou est déjà passé' },
  'panel-of-other-site': {
    detail: 'est un identifiant d’un autre site',
    fix: 'Faites-le commencer par {siteId}/ sur ce site.',
  },
  'samples-range': {
    detail: 'dépasse {maxSamples}, le plus qu’un travail puisse avoir',
    fix: 'Donnez un nombre plus petit, ou permettez plus à un travail.',
  },
  always: {
    detail: '{kind} est toujours annoncé par {channel}',
    fix: 'Laissez ce choix tel quel.',
  },
  never: { detail: '{kind} n’est jamais annoncé par {channel}', fix: 'Laissez ce choix tel quel.' },

  'mail-placeholder': {
    detail: '{part} ne veut rien dire ici',
    fix: 'Utilisez l’un de : {known}.',
  },
  'mail-element': {
    detail: '{part} n’est pas accepté dans un courriel',
    fix: 'Écrivez &lt; au lieu de <, ou utilisez l’un de ces éléments : {elements} ; les attributs s’écrivent name="value".',
  },
  'mail-attribute': {
    detail: '{part} n’est pas accepté dans un courriel',
    fix: 'Utilisez l’un de ces attributs : {attributes}.',
  },
  'mail-link': {
    detail: '{part} ne mène nulle part de connu',
    fix: 'Utilisez {link}, ou une adresse qui commence par https:// ou mailto:.',
  },
  'mail-value': {
    detail: '{part} n’est pas accepté dans un courriel',
    fix: 'Utilisez des valeurs simples, sans url() ni variables.',
  },

  'url-unreadable': { detail: 'Ce n’est pas une URL.', fix: 'Écrivez https://hôte/chemin.' },
  'url-scheme': {
    detail: 'L’URL commence par {scheme}',
    fix: 'Utilisez une adresse en https://.',
  },
  'url-password': {
    detail: 'L’URL contient un nom d’utilisateur ou un mot de passe.',
    fix: 'Retirez-les : ce qui est envoyé est signé, le destinataire peut donc savoir de qui cela vient.',
  },
  'url-port': {
    detail: 'Le port {port} n’est pas appelé d’ici.',
    fix: 'Utilisez l’un des ports {ports}.',
  },
  'url-private': {
    detail: 'L’adresse n’est pas publique.',
    fix: 'Utilisez une adresse publique, ou demandez à l’administrateur de permettre le réseau.',
  },

  quota: {
    detail:
      'vous gardez {usedBytes|bytes} sur les {quotaBytes|bytes} que votre compte peut garder, et ce fichier fait {addedBytes|bytes}',
    fix: 'Supprimez les envois et les résultats dont vous n’avez plus besoin (`crosspanel files list`), ou demandez un quota plus grand à l’administrateur de votre site.',
  },
  'disk-full': {
    detail: 'ce site a {freeBytes|bytes} libres sur son disque',
    fix: DISK_FIX,
  },
  'disk-needed': {
    detail: 'ce site a {freeBytes|bytes} libres sur son disque et il faut ici {neededBytes|bytes}',
    fix: DISK_FIX,
  },
  damaged: {
    detail: 'les octets conservés de ce fichier ont été trouvés endommagés le {since}',
    fix: 'Envoyez de nouveau le fichier, ou relancez le travail qui l’a produit. Les administrateurs de votre site sont prévenus, et en ont peut-être une copie.',
  },

  ...panelSources,
}
