import type { SettingName } from '@crosspanel/node/client'

/** What each setting of a node sets. */
export const fr: Readonly<Record<SettingName, string>> = {
  'queue mode': 'Si les exécutions en attente démarrent et si les offres sont acceptées',
  maintenance: 'Si le nouveau travail des chercheurs du site est refusé',
  CROSSPANEL_SITE: 'Identifiant de ce site dans la fédération',
  CROSSPANEL_SITE_NAME: 'Nom de ce site, tel que les gens le lisent',
  CROSSPANEL_ORGANISATION: 'Nom de l’institution',
  CROSSPANEL_CONTACT: 'Adresse e-mail pour les autres sites',
  CROSSPANEL_DATA_DIR: 'Dossier des clés, des blobs, des panels et des exécutions',
  CROSSPANEL_HOST: 'Adresse d’écoute',
  CROSSPANEL_PORT: 'Port d’écoute ; avec 0, le système choisit',
  CROSSPANEL_URL: 'Adresse par laquelle les personnes et les pairs atteignent ce nœud',
  CROSSPANEL_REGISTRY_URL: 'Adresse du registre ; écrite par `up --join`',
  DATABASE_URL: 'Postgres 15 ou plus récent',
  REDIS_URL: 'Redis 7 ou Valkey : une URL, ou le chemin d’une socket Unix',
  CROSSPANEL_LOG_LEVEL: 'Niveau des lignes les moins importantes qui sont écrites au journal',
  CROSSPANEL_SHARE_STATISTICS:
    'Si les sites apprennent combien de travaux, d’exécutions, d’échantillons et de variants il y a eu ici, et le registre le nombre d’exécutions par jour',
  CROSSPANEL_WORKER: 'Si ce processus exécute des moteurs',
  CROSSPANEL_CORES: 'Cœurs pour les moteurs ; tous ceux de la machine si rien n’est défini',
  CROSSPANEL_ENGINE_MEMORY_MB: 'Espace d’adressage qu’un processus de moteur peut prendre, Mo',
  CROSSPANEL_ENGINE_TIMEOUT_S: 'Durée maximale d’un processus de moteur, secondes',
  CROSSPANEL_MAX_UPLOAD_BYTES: 'Plus grand envoi d’un seul fichier, octets',
  CROSSPANEL_DISK_FLOOR_BYTES:
    'Espace libre en dessous duquel les envois et les offres sont refusés, octets',
  CROSSPANEL_FEDERATION_POLL_S:
    'Intervalle auquel le document de la fédération est récupéré, secondes',
  CROSSPANEL_HEALTH_POLL_S: 'Intervalle auquel l’état des pairs leur est demandé, secondes',
  CROSSPANEL_PEER_TIMEOUT_S:
    'Délai d’un appel à un pair qui ne transfère pas de données volumineuses, secondes',
  CROSSPANEL_TRANSFER_TIMEOUT_S: 'Délai d’un bloc d’un transfert, secondes',
  CROSSPANEL_PEER_BACKOFF_MAX_S:
    'Plus longue pause entre deux tentatives d’atteindre un pair, secondes',
  CROSSPANEL_PEER_MESSAGE_DAYS:
    'Jours pendant lesquels les messages signés des pairs et pour eux sont conservés, au moins 30',
  CROSSPANEL_RUN_LEASE_S: 'Temps après lequel le travail d’un exécuteur mort est repris, secondes',
  CROSSPANEL_PEER_MAX_LIVE_RUNS:
    'Exécutions d’un même autre site en cours ici à la fois ; les offres suivantes attendent',
  CROSSPANEL_TRUSTED_PROXIES:
    'Adresses et réseaux des proxys inverses dont X-Forwarded-For est cru, séparés par des virgules',
  CROSSPANEL_MAX_CONNECTIONS: 'Connexions ouvertes à la fois',
  CROSSPANEL_REQUEST_TIMEOUT_S:
    'Délai d’une requête, qui reçoit alors la réponse 503, secondes ; pour celles qui transfèrent des données volumineuses, seulement tant que la base de données est absente',
  CROSSPANEL_RATE_ADDRESS_PER_MIN:
    'Requêtes d’une adresse réseau (IPv6 : d’un /64) par minute ; 0 : sans limite',
  CROSSPANEL_RATE_READ_PER_MIN: 'Requêtes de lecture d’un compte par minute ; 0 : sans limite',
  CROSSPANEL_RATE_WRITE_PER_MIN:
    'Requêtes de modification d’un compte par minute ; 0 : sans limite',
  CROSSPANEL_RATE_EXPENSIVE_PER_MIN:
    'Requêtes d’un compte qui lancent du travail, comme un nouveau travail, par minute ; 0 : sans limite',
  CROSSPANEL_RATE_TRANSFER_PER_MIN:
    'Blocs envoyés et téléchargements d’un compte par minute ; 0 : sans limite',
  CROSSPANEL_RATE_PEER_PER_MIN: 'Appels d’un pair par minute ; 0 : sans limite',
  CROSSPANEL_LIVE_STREAMS: 'Nombre maximal de flux en direct qu’un processus garde ouverts',
  CROSSPANEL_LIVE_STREAMS_PER_ACCOUNT: 'Nombre maximal de flux en direct d’un compte',
  CROSSPANEL_QUERY_WATCH:
    'Si les requêtes lentes, répétées ou N+1 à la base de données sont cherchées et écrites au journal ; `log` quand NODE_ENV est `development`, sinon `off`',
  CROSSPANEL_SLOW_QUERY_MS:
    'Durée à partir de laquelle une requête compte comme lente, attente d’une connexion comprise, ms',
  CROSSPANEL_REPEATED_QUERIES:
    'Nombre de requêtes semblables dans un même appel à partir duquel elles comptent comme répétées ou N+1',
  NODE_ENV: '`development` active la surveillance des requêtes',
  OTEL_EXPORTER_OTLP_ENDPOINT:
    'Adresse d’un collecteur OpenTelemetry (OTLP sur HTTP) ; les traces sont envoyées si elle est définie',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT:
    'La même pour les traces seules, avec son chemin ; l’emporte sur l’autre',
  OTEL_EXPORTER_OTLP_HEADERS: 'En-têtes pour le collecteur, `nom=valeur` séparés par des virgules',
  CROSSPANEL_RESULT_RETENTION_DAYS:
    'Jours pendant lesquels un hôte garde des résultats que le site d’origine n’a pas récupérés',
  CROSSPANEL_JOB_DEADLINE_DAYS: 'Jours après lesquels un travail qui n’est pas terminé expire',
  CROSSPANEL_QUOTA_JOBS_LIVE:
    'Travaux qu’un compte peut avoir à la fois, sans compter ceux qui sont terminés',
  CROSSPANEL_QUOTA_JOBS_PER_DAY: 'Travaux qu’un compte peut soumettre en 24 heures',
  CROSSPANEL_STORAGE_QUOTA_BYTES:
    'Ce qu’un compte peut garder d’envois et de résultats s’il n’a pas son propre quota, octets',
  CROSSPANEL_UPLOAD_RETENTION_DAYS: 'Jours de conservation d’un envoi complet',
  CROSSPANEL_HOME_RESULT_RETENTION_DAYS:
    'Jours pendant lesquels le site d’origine garde les résultats pour le chercheur',
  CROSSPANEL_EXPIRY_REMINDER_DAYS:
    'Jours avant l’expiration de résultats auxquels leur propriétaire est prévenu',
  CROSSPANEL_SCRUB_DAYS:
    'Jours après lesquels un fichier conservé est relu et comparé à son empreinte',
  CROSSPANEL_SCRUB_BYTES_PER_S:
    'Vitesse à laquelle les fichiers conservés sont relus pour cela, octets par seconde',
  CROSSPANEL_BLOB_STORE:
    'Où sont gardés les envois et les résultats : le dossier des données ou un bucket S3',
  CROSSPANEL_S3_ENDPOINT: 'Adresse du service S3 ; les buckets sont nommés dans le chemin',
  CROSSPANEL_S3_BUCKET: 'Bucket des blobs',
  CROSSPANEL_S3_REGION: 'Région pour laquelle les requêtes sont signées',
  CROSSPANEL_S3_ACCESS_KEY_ID: 'Clé d’accès de S3',
  CROSSPANEL_S3_SECRET_ACCESS_KEY: 'Secret de cette clé d’accès',
  CROSSPANEL_SMTP_URL:
    'Serveur de messagerie, smtp://utilisateur:motdepasse@hôte:port ou smtps:// ; un mot de passe ne passe que par TLS. Sans serveur, aucun courriel n’est envoyé',
  CROSSPANEL_MAIL_FROM: 'Expéditeur des courriels, par exemple Crosspanel <crosspanel@example.org>',
  CROSSPANEL_INBOX_RETENTION_DAYS: 'Jours de conservation des notifications',
  CROSSPANEL_WEBHOOK_ALLOW_HTTP:
    'Si des webhooks peuvent être appelés sans TLS ; pour un laboratoire d’essai',
  CROSSPANEL_WEBHOOK_PORTS:
    'Ports auxquels des webhooks peuvent être appelés, séparés par des virgules',
  CROSSPANEL_WEBHOOK_ALLOW_CIDRS:
    'Réseaux que des webhooks peuvent appeler bien qu’ils ne soient pas publics, séparés par des virgules',
  CROSSPANEL_METRICS_TOKEN:
    'Jeton porteur qui ouvre /metrics ; sans lui, seule cette machine peut le lire',
  CROSSPANEL_HEALTH_HISTORY_DAYS: 'Jours de conservation de l’historique de l’état',
  CROSSPANEL_ALERT_AFTER_LOOKS:
    'Mauvais constats de suite, à 2 secondes d’intervalle, qui déclenchent une alerte',
  CROSSPANEL_ALERT_OVER_LOOKS:
    'Bons constats de suite, à 2 secondes d’intervalle, qui mettent fin à une alerte',
  CROSSPANEL_ALERT_DATABASE_MS:
    'Temps de réponse de la base de données au-dessus duquel elle compte comme lente, millisecondes',
  CROSSPANEL_ALERT_DISK_FULL_H:
    'Temps avant qu’un volume soit plein au rythme de la dernière heure, heures',
  CROSSPANEL_ALERT_QUEUE_AGE_S: 'Attente du plus ancien dans une file, secondes',
  CROSSPANEL_ALERT_OUTBOX_AGE_S: 'Attente du plus ancien message pour un pair, secondes',
  CROSSPANEL_ALERT_MAIL_AGE_S:
    'Attente du plus ancien courriel pour le serveur de messagerie, secondes',
  CROSSPANEL_ALERT_PEER_DOWN_S: 'Temps sans réponse d’un pair, secondes',
  CROSSPANEL_ALERT_CLOCK_S: 'Écart entre l’horloge et celles des autres, secondes',
  CROSSPANEL_ALERT_DOCUMENT_AGE_D: 'Âge du document de la fédération, jours',
  CROSSPANEL_ALERT_DOCUMENT_LEFT_D: 'Temps avant l’expiration du document de la fédération, jours',
  CROSSPANEL_ALERT_CERTIFICATE_LEFT_D:
    'Temps avant l’expiration du certificat TLS de l’adresse, jours',
  CROSSPANEL_ALERT_KEY_LEFT_D: 'Temps avant l’expiration d’une clé du site, jours',
  CROSSPANEL_ALERT_BACKUP_AGE_H: 'Âge de la dernière sauvegarde, heures',
}
