import type { SIGHTS } from '@crosspanel/protocol/sights'
import type { Dictionary } from '../i18n/words.ts'

export const fr: Dictionary<typeof SIGHTS> = {
  part: {
    unreachable: 'hors d’atteinte',
    timeout: 'pas de réponse en {seconds} s',
  },
  database: {
    ok: 'la base de données répond',
    slow: 'la base de données a mis {ms} ms à répondre',
  },
  migrations: {
    ok: 'le schéma est celui de cette version',
    pending:
      '{pending} {pending|migration n’a pas été appliquée|migrations n’ont pas été appliquées}',
  },
  worker: {
    never: 'aucun exécuteur n’a jamais démarré',
    seen: 'un exécuteur a été vu il y a {seconds|duration}',
  },
  disk: '{freeBytes|bytes} libres, {neededBytes|bytes} nécessaires',
  volume: {
    steady: 'ne se remplit pas',
    filling: 'plein dans {leftS|duration}',
  },
  hints: {
    'in-process': 'dans ce processus : n’en lancez qu’un',
    ok: 'Redis répond',
    away: 'Redis est hors d’atteinte',
  },
  engines: {
    ok: 'tous les moteurs sont là',
    missing: 'pas installé : {names}',
  },
  mail: {
    unasked: 'le serveur de messagerie n’a pas encore été interrogé',
    ok: 'le serveur de messagerie répond',
    away: 'le serveur de messagerie est hors d’atteinte',
    waiting:
      '{mails} {mails|courriel attend|courriels attendent}, le plus ancien depuis {oldestS|duration}',
    undeliverable:
      '{mails} {mails|courriel a été abandonné|courriels ont été abandonnés} depuis un jour',
  },
  clock: {
    alone: 'il n’y a personne avec qui comparer l’horloge',
    'in-step': 'à l’heure de {clocks} {clocks|autre horloge|autres horloges}',
    fast: '{seconds} s d’avance sur {clocks} {clocks|autre horloge|autres horloges}',
    slow: '{seconds} s de retard sur {clocks} {clocks|autre horloge|autres horloges}',
  },
  queue: '{waiting} en attente, le plus ancien depuis {oldestS|duration}',
  outbox:
    '{messages} {messages|message attend|messages attendent}, le plus ancien depuis {oldestS|duration}',
  peer: {
    unasked: 'il n’a pas encore été interrogé',
    ok: 'il répond',
    'not-ready': 'il répond, et dit qu’il n’est pas prêt',
    'other-site': 'un autre site répond à son adresse',
    refuses: 'il refuse la question ({code})',
    silent: 'pas de réponse',
    later: 'hors d’atteinte ; la prochaine tentative viendra plus tard',
  },
  answer: {
    late: 'pas de réponse en {ms} ms',
    'given-up': 'la question a été abandonnée',
    long: 'la réponse dépasse {bytes|bytes}',
    broken: 'pas de réponse ({code})',
    'not-called': 'il n’est pas un membre actif, et n’est pas appelé',
    status: 'il a répondu avec le statut {status}',
    refusal: 'il refuse l’appel ({code})',
    unknown: 'il a répondu quelque chose que cette version ne comprend pas',
  },
  registry: {
    disbelieved: 'son document n’est pas cru',
    unstored: 'sa réponse n’a pas pu être conservée',
  },
  'peer-down': {
    'other-site': 'un autre site répond à son adresse depuis {downS|duration}',
    refuses: 'il refuse la question ({code}) depuis {downS|duration}',
    silent: 'pas de réponse depuis {downS|duration}',
  },
  member: {
    missing: 'sa déclaration manque',
    digest: 'sa déclaration a une autre empreinte',
    'other-site': 'sa déclaration est de {siteId}',
  },
  signed: {
    long: 'plus de {characters} caractères',
    'no-jws': 'ce n’est pas un JWS compact avec une signature Ed25519',
    'no-json': 'sa charge utile n’est pas du JSON en UTF-8',
    'not-canonical': 'ce n’est pas du JSON canonique',
    malformed: 'manquants ou mal formés : {places}',
    'no-header': 'son en-tête n’est pas un objet JSON',
    'other-header': 'son en-tête n’est pas exactement alg EdDSA, typ et kid',
    'other-typ': 'son typ n’est pas {typ}',
    'other-key': 'la signature n’est pas de {kid}',
    few: 'signature par {signed} des clés qui comptent ; il en faut {needed}',
    'other-root': 'la clé racine de {siteId} est une autre',
    'root-signs': 'la clé racine figure aussi parmi les clés de signature',
    'no-root': 'la clé racine n’a pas signé',
    'of-another': '{siteId} ne peut pas parler pour {otherId}',
    'foreign-panel': '{siteId} ne peut pas publier {panelId}',
    'other-federation': 'la fédération est {federationId}',
    future: 'la date d’émission est dans l’avenir : {issued}',
    expired: 'la date d’expiration est passée : {expires}',
  },
  document: 'le document de la fédération date de {ageS|duration}',
  backup: {
    never: 'rien n’a été sauvegardé depuis {ageS|duration}',
    old: 'la dernière sauvegarde date de {ageS|duration}',
  },
  expiry: {
    left: 'expire dans {leftS|duration}',
    past: 'a expiré il y a {pastS|duration}',
  },
  files: {
    damaged: '{files} {files|fichier conservé est endommagé|fichiers conservés sont endommagés}',
    missing: 'au moins {missing} fichiers conservés sur {of} manquent',
  },
  webhook: {
    gone: 'son destinataire dit qu’il n’existe plus (410)',
    status: 'il n’a rien accepté pendant 3 jours (statut {status})',
    fault: 'il n’a rien accepté pendant 3 jours ({fault})',
  },
  delivery: {
    'not-public':
      'le nom mène à une adresse qui n’est pas publique ; un administrateur peut permettre son réseau avec `CROSSPANEL_WEBHOOK_ALLOW_CIDRS`',
    'process-lost': 'le processus qui l’envoyait a été perdu',
    late: 'il n’y a pas eu de réponse à temps',
    'no-name': 'le nom du serveur est introuvable',
    'no-name-server': 'le serveur de noms ne répond pas',
    'nobody-listens': 'rien n’écoute à cette adresse',
    cut: 'la connexion a été coupée',
    'no-way': 'il n’y a pas de route vers le serveur',
    'not-verified': 'le certificat du serveur ne peut pas être vérifié',
    'certificate-expired': 'le certificat du serveur a expiré',
    'certificate-of-another': 'le certificat du serveur est à un autre nom',
    'not-connected': 'la connexion a échoué',
    'no-tls': 'le serveur de messagerie n’offre pas de TLS utilisable',
    'login-refused': 'le serveur de messagerie refuse le nom d’utilisateur ou le mot de passe',
    'not-let-in': 'le serveur de messagerie ne laisse pas entrer le nœud',
    'not-now': 'le serveur de messagerie n’accepte aucun courriel en ce moment',
    'address-refused': 'le serveur de messagerie n’accepte pas l’expéditeur ou le destinataire',
    'address-put-off':
      'le serveur de messagerie n’accepte pas l’expéditeur ou le destinataire en ce moment',
    'mail-refused': 'le serveur de messagerie n’accepte pas le courriel',
    'mail-put-off': 'le serveur de messagerie n’accepte pas le courriel en ce moment',
  },
  store: {
    ok: 'le dépôt est celui où sont les fichiers',
    unmarked: 'le dépôt n’est pas celui que ce nœud a utilisé : sa marque, `store-id`, n’y est pas',
    'of-another':
      'le dépôt porte la marque d’un autre nœud : son `store-id` n’est pas celui de ce nœud',
    new: 'le dépôt est nouveau pour ce nœud, et a {here} de ses {of} derniers fichiers',
    'many-missing':
      'il manque au dépôt au moins {missing} fichiers sur {of}, trop à la fois pour des pertes isolées',
  },
}
