import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  'invalid-request': {
    title: 'La requête ne correspond pas à son schéma',
    fix: 'Corrigez ce qui est indiqué ci-dessous ; les programmes trouvent un pointeur JSON vers chaque endroit dans `errors`.',
  },
  'malformed-json': {
    title: 'Le corps de la requête n’est pas du JSON valide',
    fix: 'Envoyez un corps en JSON valide.',
  },
  'idempotency-key-missing': {
    title: 'La requête a besoin d’un en-tête Idempotency-Key',
    fix: 'Ajoutez `Idempotency-Key` avec un UUID aléatoire, et gardez-le pour les répétitions.',
  },
  unauthenticated: {
    title: 'Connectez-vous d’abord',
    fix: 'Connectez-vous. En ligne de commande : `crosspanel login` ; les programmes envoient un jeton d’API par `Authorization: Bearer`.',
  },
  'credentials-wrong': {
    title: 'L’adresse e-mail ou le mot de passe est incorrect',
    fix: 'Vérifiez l’adresse et le mot de passe, ou faites redéfinir le mot de passe.',
  },
  'password-wrong': {
    title: 'Le mot de passe actuel est incorrect',
    fix: 'Saisissez de nouveau le mot de passe actuel, ou faites-le redéfinir par courriel.',
  },
  forbidden: {
    title: 'Ce compte n’a pas le droit de faire cela',
    fix: 'Demandez le rôle à un administrateur, ou connectez-vous avec un compte, ou un jeton, qui en a le droit.',
  },
  'invite-mismatch': {
    title: 'L’invitation est destinée à une autre organisation ou à un autre domaine e-mail',
    fix: 'Utilisez l’organisation et un contact dans le domaine que l’invitation nomme.',
  },
  'device-login-denied': {
    title: 'La connexion a été refusée dans le navigateur',
    fix: 'Recommencez, et approuvez la connexion dans le navigateur.',
  },
  'csrf-refused': {
    title: 'La requête vient d’une autre origine',
    fix: 'Envoyez les modifications depuis les pages du nœud lui-même, ou utilisez un jeton d’API sans cookie.',
  },
  'route-not-found': {
    title: 'Il n’y a rien à cette adresse',
    fix: 'Vérifiez l’adresse, ou repartez de l’accueil ; les programmes trouvent toutes les adresses dans la description de l’API.',
  },
  'account-not-found': {
    title: 'Ce compte n’existe pas',
    fix: 'Cherchez-le dans la liste des comptes : il a peut-être été supprimé.',
  },
  'token-not-found': {
    title: 'Ce jeton d’API n’existe pas',
    fix: 'Cherchez-le dans la liste des jetons : il a peut-être été supprimé.',
  },
  'file-not-found': {
    title: 'Ce fichier n’existe pas',
    fix: 'Cherchez-le dans la liste des fichiers ; un fichier supprimé ou expiré doit être envoyé de nouveau.',
  },
  'announcement-not-found': {
    title: 'Cette annonce n’existe pas',
    fix: 'Cherchez-la dans la liste des annonces.',
  },
  'alert-not-found': {
    title: 'Cette alerte n’existe pas',
    fix: 'Cherchez son identifiant dans la liste des alertes.',
  },
  'silence-not-found': {
    title: 'Ce silence n’existe pas, ou il est terminé',
    fix: 'Consultez la liste des silences : il s’est peut-être terminé de lui-même.',
  },
  'panel-not-found': {
    title: 'Ce panel de référence n’existe pas',
    fix: 'Cherchez-le dans la liste des panels : son hôte l’a peut-être retiré.',
  },
  'sketch-not-found': {
    title: 'Le panel n’a pas d’extrait de ses variants pour ce site',
    fix: 'Continuez sans : le contrôle qualité chez l’hôte dira combien des variants le panel contient.',
  },
  'panel-task-not-found': {
    title: 'Cette tâche de panel n’existe pas',
    fix: 'Utilisez l’identifiant de tâche donné en réponse à l’ajout du panel.',
  },
  'job-not-found': {
    title: 'Ce travail n’existe pas',
    fix: 'Cherchez-le dans la liste des travaux : il est peut-être d’un autre compte.',
  },
  'site-not-found': {
    title: 'Ce site n’existe pas',
    fix: 'Cherchez-le dans la liste des sites : il n’est peut-être plus membre.',
  },
  'transfer-not-found': {
    title: 'Ce transfert n’existe pas',
    fix: 'L’exécution a été close entre-temps ; son travail dit comment elle s’est terminée.',
  },
  'invite-not-found': {
    title: 'Cette invitation n’existe pas',
    fix: 'Copiez l’invitation en entier, ou demandez-en une autre à l’administrateur de la fédération.',
  },
  'enrolment-not-found': {
    title: 'Cette inscription n’existe pas',
    fix: 'Faites la demande avec l’invitation qui a servi à l’inscription.',
  },
  'document-not-found': {
    title: 'Aucun document n’a cette empreinte',
    fix: 'Prenez l’empreinte dans le document actuel de la fédération.',
  },
  'notification-not-found': {
    title: 'Cette notification n’existe pas',
    fix: 'Affichez de nouveau les notifications : celle-ci a été supprimée, ou n’est pas la vôtre.',
  },
  'webhook-not-found': {
    title: 'Ce webhook n’existe pas',
    fix: 'Affichez de nouveau les webhooks : celui-ci a été supprimé, ou n’est pas le vôtre.',
  },
  'delivery-not-found': {
    title: 'Cette livraison n’existe pas',
    fix: 'Prenez dans le journal du webhook l’identifiant d’une livraison terminée.',
  },
  'mail-not-found': {
    title: 'Ce courriel n’existe pas',
    fix: 'Affichez de nouveau la liste des courriels ; ils sont conservés 30 jours.',
  },
  'method-not-allowed': {
    title: 'Cette adresse n’accepte pas cette méthode',
    fix: 'Utilisez une méthode que `Allow` indique.',
  },
  'request-too-slow': {
    title: 'La requête n’est pas arrivée à temps',
    fix: 'Envoyez la requête d’un seul tenant, en moins de 30 secondes.',
  },
  'session-not-found': {
    title: 'Cette session n’existe pas',
    fix: 'Cherchez-la dans la liste des sessions : elle est peut-être terminée.',
  },
  'device-login-not-found': {
    title: 'Aucune connexion n’attend ce code',
    fix: 'Comparez le code avec celui du terminal ; il sert une fois et vaut dix minutes.',
  },
  'account-exists': {
    title: 'Un compte avec cette adresse e-mail existe déjà',
    fix: 'Invitez une autre adresse, ou faites redéfinir le mot de passe de ce compte.',
  },
  'account-state-conflict': {
    title: 'Le compte n’est pas dans un état qui permette cela',
    fix: 'Consultez de nouveau le compte : son état dit ce qui peut être fait.',
  },
  'last-administrator': {
    title: 'C’est le dernier compte qui puisse administrer le site',
    fix: 'Donnez d’abord le rôle site-admin à un autre compte.',
  },
  'panel-exists': {
    title: 'Cette version du panel est déjà servie',
    fix: 'Donnez une autre version, ou retirez d’abord le panel.',
  },
  'alert-state-conflict': {
    title: 'L’alerte n’est pas dans un état qui permette cela',
    fix: 'Consultez de nouveau l’alerte : quelqu’un l’a prise en compte, ou elle est terminée.',
  },
  'job-state-conflict': {
    title: 'Le travail n’est pas dans un état qui permette cela',
    fix: 'Consultez de nouveau le travail : son état dit ce qui peut être fait maintenant.',
  },
  'announcement-limit-reached': {
    title: 'Il y a déjà autant d’annonces que permis',
    fix: 'Terminez une annonce dont on n’a plus besoin.',
  },
  'announcement-ended': {
    title: 'L’annonce est déjà terminée',
    fix: 'Créez une nouvelle annonce.',
  },
  'run-not-queued': {
    title: 'Aucune exécution avec cet identifiant n’attend dans la file',
    fix: 'Affichez de nouveau la file : l’exécution a commencé ou est terminée.',
  },
  'result-not-ready': {
    title: 'Le travail n’a pas encore de résultat accepté',
    fix: 'Attendez que le travail soit terminé.',
  },
  'file-in-use': {
    title: 'Un travail qui n’est pas terminé utilise ce fichier',
    fix: 'Annulez le travail qui utilise le fichier, ou attendez qu’il soit terminé.',
  },
  'upload-incomplete': {
    title: 'L’envoi du fichier n’est pas encore complet',
    fix: 'Terminez l’envoi, puis répétez la requête.',
  },
  'idempotency-conflict': {
    title: 'Une requête avec cet Idempotency-Key est en cours',
    fix: 'La même requête est encore en cours : attendez quelques secondes et envoyez-la de nouveau.',
  },
  'offset-mismatch': {
    title: 'L’envoi en est à une autre position',
    fix: 'Demandez la position avec HEAD et continuez à partir de là.',
  },
  'message-conflict': {
    title: 'Cet identifiant de message a servi pour un autre message',
    fix: 'Un identifiant désigne un seul message : signalez-le à l’administrateur.',
  },
  'stale-epoch': {
    title: 'Une exécution plus récente de ce travail existe',
    fix: 'Rien à faire : l’exécution la plus récente compte.',
  },
  'site-exists': {
    title: 'Un site avec cet identifiant est déjà connu',
    fix: 'Choisissez un autre identifiant de site ; chacun n’est donné qu’une fois.',
  },
  'enrolment-state-conflict': {
    title: 'L’inscription a déjà fait l’objet d’une décision',
    fix: 'Consultez l’inscription : la décision est déjà prise.',
  },
  'member-state-conflict': {
    title: 'Le membre n’a pas un statut qui permette cela',
    fix: 'Consultez le membre : son statut dit ce qui peut être fait.',
  },
  'invite-state-conflict': {
    title: 'L’invitation n’est pas dans un état qui permette cela',
    fix: 'Affichez la liste des invitations : celle-ci a été utilisée ou retirée, ou a expiré.',
  },
  'invite-used': {
    title: 'L’invitation a déjà été utilisée',
    fix: 'Demandez une autre invitation à l’administrateur de la fédération.',
  },
  'statement-stale': {
    title: 'Un document plus récent de ce site est déjà publié',
    fix: 'Publiez un document avec un numéro de série plus élevé.',
  },
  'webhook-limit-reached': {
    title: 'Il y a déjà autant de webhooks que permis',
    fix: 'Supprimez un webhook qui ne sert pas.',
  },
  'webhook-disabled': {
    title: 'Le webhook est désactivé',
    fix: 'Réparez son récepteur et réactivez le webhook.',
  },
  'mail-state-conflict': {
    title: 'Le courriel ne peut pas être envoyé de nouveau',
    fix: 'Invitez de nouveau la personne, ou laissez-la demander un nouveau lien.',
  },
  'mail-not-configured': {
    title: 'Ce nœud n’a pas de serveur de messagerie',
    fix: 'L’administrateur définit CROSSPANEL_SMTP_URL et CROSSPANEL_MAIL_FROM et redémarre le nœud.',
  },
  'set-up-link-expired': {
    title: 'Le lien d’activation a été utilisé ou a expiré',
    fix: 'Demandez un autre lien à l’administrateur.',
  },
  'recovery-link-expired': {
    title: 'Le lien de récupération a été utilisé ou a expiré',
    fix: 'Demandez un autre lien.',
  },
  'device-code-expired': {
    title: 'Le code d’appareil a été utilisé ou a expiré',
    fix: 'Recommencez pour obtenir un autre code.',
  },
  'invite-expired': {
    title: 'L’invitation a expiré',
    fix: 'Demandez une autre invitation à l’administrateur de la fédération.',
  },
  'upload-expired': {
    title: 'L’envoi n’a pas été complété à temps et a été supprimé',
    fix: 'Envoyez de nouveau le fichier.',
  },
  'file-expired': {
    title: 'La durée de conservation de ce fichier est passée et il a été supprimé',
    fix: 'Envoyez de nouveau le fichier, ou relancez le travail.',
  },
  'file-damaged': {
    title: 'Les octets enregistrés de ce fichier sont endommagés',
    fix: 'Envoyez de nouveau le fichier, ou relancez le travail ; prévenez l’administrateur.',
  },
  'tus-version-unsupported': {
    title: 'L’envoi a besoin de la version 1.0.0 de tus',
    fix: 'Envoyez `Tus-Resumable: 1.0.0`.',
  },
  'body-too-large': {
    title: 'Le corps de la requête est trop grand',
    fix: 'Envoyez moins : JSON jusqu’à 1 Mio, connexions jusqu’à 16 Kio, fichiers par envoi.',
  },
  'storage-quota-exceeded': {
    title: 'Le compte n’a pas de place pour ce fichier',
    fix: 'Supprimez des fichiers, ou demandez plus de place à l’administrateur.',
  },
  'media-type-unsupported': {
    title: 'Le corps de la requête a un type de média qui n’est pas accepté ici',
    fix: 'Envoyez `Content-Type: application/json`.',
  },
  'range-not-satisfiable': {
    title: 'La plage demandée est hors du fichier',
    fix: 'Demandez une plage qui tienne dans la taille du fichier.',
  },
  'checksum-mismatch': {
    title: 'Les octets arrivés ne sont pas ceux qui ont été envoyés',
    fix: 'Envoyez de nouveau la partie.',
  },
  'idempotency-key-reused': {
    title: 'Cet Idempotency-Key a servi pour une autre requête',
    fix: 'Utilisez une nouvelle clé pour une autre requête.',
  },
  'panel-source-refused': {
    title: 'Ces fichiers ne peuvent pas devenir un panel de référence tels quels',
    fix: 'Corrigez les fichiers comme indiqué ci-dessous.',
  },
  'panel-unavailable': {
    title: 'Aucun site ne sert ce panel de référence en ce moment',
    fix: 'Choisissez un autre panel, ou attendez le retour de son hôte.',
  },
  'panel-terms-not-accepted': {
    title: 'Le panel a des conditions que ses utilisateurs doivent accepter',
    fix: 'Lisez les conditions du panel ; si vous les acceptez, soumettez avec elles : `--accept-terms` en ligne de commande.',
  },
  'panel-terms-changed': {
    title: 'Les conditions acceptées ne sont pas celles du panel aujourd’hui',
    fix: 'Relisez les conditions du panel, et soumettez de nouveau si vous les acceptez.',
  },
  'panel-access-denied': {
    title: 'Le propriétaire du panel n’admet pas ce site',
    fix: 'Demandez l’accès au propriétaire du panel, ou choisissez un autre panel.',
  },
  'site-unavailable': {
    title: 'Le site qui détient le panel n’est pas un membre actif',
    fix: 'Choisissez un panel d’un autre site, ou adressez-vous à l’administrateur de la fédération.',
  },
  'federation-expired': {
    title: 'Le document de la fédération a expiré : aucun nouveau travail ne peut commencer',
    fix: 'Attendez le registre, ou adressez-vous à l’administrateur de la fédération.',
  },
  'webhook-url-refused': {
    title: 'Cette adresse n’est pas appelée d’ici',
    fix: 'Donnez une adresse https:// publique, sans nom d’utilisateur ni mot de passe, à un port permis.',
  },
  'template-refused': {
    title: 'Les textes ne peuvent pas être utilisés tels quels',
    fix: 'Corrigez les endroits indiqués ci-dessous ; chacun dit comment.',
  },
  'mail-not-sent': {
    title: 'Le serveur de messagerie n’a pas accepté le courriel',
    fix: 'Vérifiez l’adresse, le nom d’utilisateur et le mot de passe du serveur de messagerie dans les réglages, et qu’il accepte des courriels de l’expéditeur.',
  },
  'input-refused': {
    title: 'Les fichiers ne peuvent pas être imputés tels quels',
    fix: 'Corrigez les fichiers comme indiqué ci-dessous, et soumettez-les de nouveau.',
  },
  'public-key-invalid': {
    title: 'Ce n’est pas une clé publique Crypt4GH',
    fix: 'Collez le fichier entier de la clé publique Crypt4GH.',
  },
  'signature-invalid': {
    title: 'La signature ne correspond pas au document',
    fix: 'Signez le document avec les clés qu’il énumère.',
  },
  'fingerprint-mismatch': {
    title: 'L’empreinte n’est pas celle de la clé racine du site',
    fix: 'Comparez de nouveau l’empreinte, par téléphone.',
  },
  'proof-invalid': {
    title: 'La preuve de possession ne correspond pas à la clé',
    fix: 'Demandez un nouveau défi et répondez-y avec les clés de la déclaration.',
  },
  'protocol-version-unsupported': {
    title: 'Les deux sites n’ont aucune version commune du protocole',
    fix: 'Mettez à jour le plus ancien des deux sites.',
  },
  'rate-limited': {
    title: 'Trop de tentatives ; attendez avant la suivante',
    fix: 'Attendez un moment, puis réessayez ; les programmes trouvent la durée dans `Retry-After`.',
  },
  'slow-down': {
    title: 'Ce code d’appareil a été interrogé trop souvent',
    fix: 'Attendez un peu plus avant chaque question : au moins cinq secondes de plus désormais.',
  },
  'too-many-streams': {
    title: 'Ce compte a trop de flux en direct ouverts',
    fix: 'Fermez une autre page ou un autre programme qui montre les changements en direct.',
  },
  'job-quota-reached': {
    title: 'Le compte a autant de travaux qu’il peut en avoir',
    fix: 'Attendez la fin d’un travail, annulez-en un, ou demandez un quota plus grand à l’administrateur.',
  },
  internal: {
    title: 'Le serveur a échoué',
    fix: 'Réessayez ; si cela persiste, donnez à l’administrateur l’identifiant de requête affiché avec ce message.',
  },
  maintenance: {
    title: 'Le site est en maintenance et n’accepte pas de nouveau travail',
    fix: 'Réessayez quand la maintenance sera finie ; les travaux en cours continuent.',
  },
  'host-not-answering': {
    title: 'L’hôte du panel ne donne pas de réponse utilisable en ce moment',
    fix: 'Réessayez plus tard. La page du site dit quand il a donné de ses nouvelles pour la dernière fois.',
  },
  'not-ready': {
    title: 'Le serveur ne peut pas faire cela en ce moment',
    fix: 'Réessayez dans un moment. Les administrateurs voient ce qui manque par `crosspanel doctor`.',
  },
  'storage-unavailable': {
    title: 'L’endroit où ce site conserve les fichiers est inutilisable en ce moment',
    fix: 'Réessayez plus tard : rien n’est perdu. Administrateurs : `crosspanel doctor --check blob-store`.',
  },
  'insufficient-storage': {
    title: 'Il reste trop peu d’espace disque au site',
    fix: 'Demandez à l’administrateur de faire de la place ; les envois reprennent alors d’eux-mêmes.',
  },
  'peer-token-missing': {
    title: 'Un appel entre pairs a besoin d’un jeton de saut',
    fix: 'Un pair doit signer chaque appel ; les personnes utilisent `/api/v1`.',
  },
  'peer-token-malformed': {
    title: 'Le jeton de saut est mal formé',
    fix: 'Mettez à jour le site appelant.',
  },
  'peer-site-unknown': {
    title: 'Le site appelant n’est pas membre de la fédération',
    fix: 'Attendez le nouveau document de la fédération, ou inscrivez le site.',
  },
  'peer-site-suspended': {
    title: 'Le site appelant est suspendu ou révoqué',
    fix: 'Adressez-vous à l’administrateur de la fédération.',
  },
  'peer-key-unknown': {
    title: 'La clé n’est pas une de celles du site appelant',
    fix: 'Attendez le nouveau document de la fédération.',
  },
  'peer-signature-invalid': {
    title: 'La signature n’est pas de la clé que le jeton nomme',
    fix: 'Vérifiez la clé de signature du site appelant.',
  },
  'peer-audience-mismatch': {
    title: 'Le jeton est destiné à un autre site',
    fix: 'Vérifiez l’adresse du site appelé dans sa déclaration.',
  },
  'peer-token-expired': {
    title: 'Le jeton a expiré',
    fix: 'Vérifiez les horloges des deux sites.',
  },
  'peer-clock-skew': {
    title: 'Les horloges des deux sites diffèrent trop',
    fix: 'Réglez les horloges des deux sites par NTP.',
  },
  'peer-token-lifetime': {
    title: 'Le jeton vit plus de 60 secondes',
    fix: 'Mettez à jour le site appelant.',
  },
  'peer-method-mismatch': {
    title: 'Le jeton est destiné à une autre méthode',
    fix: 'Vérifiez ce qui se trouve entre les sites : la méthode a été changée.',
  },
  'peer-path-mismatch': {
    title: 'Le jeton est destiné à un autre chemin ou à une autre requête',
    fix: 'Vérifiez ce qui se trouve entre les sites : l’adresse a été changée.',
  },
  'peer-body-mismatch': {
    title: 'Le corps n’est pas celui qui a été signé',
    fix: 'Vérifiez ce qui se trouve entre les sites : le corps a été changé.',
  },
  'peer-token-replayed': {
    title: 'Le jeton a déjà servi',
    fix: 'Signez chaque appel de nouveau.',
  },
  'peer-message-invalid': {
    title: 'Ce site n’accepte pas ce message',
    fix: 'Mettez à jour le site émetteur ; son administrateur voit de quel message il s’agit.',
  },
}
