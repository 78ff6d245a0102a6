import type { FindingCode, FINDINGS } from '@crosspanel/protocol/findings'
import type { Dictionary } from '../i18n/words.ts'

type Texts<Code extends FindingCode> = Pick<(typeof FINDINGS)[Code], 'seen' | 'why' | 'fix'>
export type FindingWords = { readonly [Code in FindingCode]: Dictionary<Texts<Code>> }

const AUTOSOMES = 'Cette version impute les autosomes, de 1 à 22.'
const PREFIX_TOO = '(avec chr1, chr2 et ainsi de suite si le fichier les nomme ainsi)'
const COPY_BGZF = 'Copiez ou refaites le fichier, puis vérifiez-le :'
const BY_YOURSELF = 'Pour le faire vous-même :'
const BY_CHROMOSOME = 'Divisez l’étude par chromosome :'
const BY_SAMPLES = 'Divisez l’étude par échantillons :'
const SAMPLE_RANGE =
  'Le propriétaire du panel fixe le nombre d’échantillons qu’un travail peut avoir.'
const HOST_DECIDES =
  'Le site hôte décide des travaux qu’il exécute, avant l’envoi du moindre génotype.'
const ENGINE = {
  why: 'Le moteur du site hôte n’a pas pu terminer ; aucun résultat n’a été produit.',
  fix: 'Demandez à l’administrateur du site hôte, dont le journal donne la raison ; puis relancez le travail.',
}

/** A command at the end of a remedy is the same in every language, and is left off here. */
export const fr: FindingWords = {
  'container-gzip': {
    seen: 'gzip ordinaire',
    why: 'Les moteurs ont besoin de bgzip, qui se lit à partir de n’importe quel endroit du fichier.',
    fix: `Rien à faire : le fichier est recompressé. ${BY_YOURSELF}`,
  },
  'container-gzip-members': {
    seen: 'plusieurs fichiers gzip en un',
    why: 'Plusieurs fichiers gzip ont été mis bout à bout ; les moteurs ont besoin de bgzip.',
    fix: `Rien à faire : le fichier est recompressé. ${BY_YOURSELF}`,
  },
  'container-text': {
    seen: 'texte brut',
    why: 'Les moteurs ont besoin de bgzip, et l’envoi d’un texte brut est bien plus long.',
    fix: `Rien à faire : le fichier est compressé. ${BY_YOURSELF}`,
  },
  'container-bcf': {
    seen: 'BCF',
    why: 'BCF est la forme binaire de VCF ; il est converti en VCF avant d’être utilisé.',
    fix: `Rien à faire. ${BY_YOURSELF}`,
  },
  'container-bcf-unchecked': {
    seen: 'BCF',
    why: 'Un fichier BCF ne peut pas être lu ici ; seul le nœud peut le contrôler, après l’envoi.',
    fix: 'Envoyez-le tel quel, ou convertissez-le d’abord en VCF :',
  },
  'container-bcf-unreadable': {
    seen: 'bcftools s’est terminé par une erreur',
    why: 'bcftools n’a pas pu lire le fichier jusqu’au bout : il est endommagé ou tronqué.',
    fix: 'Regardez ce que dit bcftools et refaites le fichier :',
  },
  'container-zip': {
    seen: { full: 'une archive zip', empty: 'une archive zip vide' },
    why: 'Une archive zip est un autre format que bgzip, quel que soit le nom du fichier.',
    fix: 'Décompressez-la, puis compressez le VCF qu’elle contient :',
  },
  'container-compressed-twice': {
    seen: 'du gzip dans du gzip',
    why: 'Le texte a été compressé deux fois, et aucun outil ne s’y attend.',
    fix: 'Retirez une couche :',
  },
  'container-html': {
    seen: 'une page web',
    why: 'C’est une page web, le plus souvent la page d’erreur d’un téléchargement manqué.',
    fix: 'Téléchargez de nouveau les données et regardez la première ligne :',
  },
  'container-consumer-table': {
    seen: 'un tableau de rsid, chromosome et position',
    why: 'Les données brutes d’un test grand public sont le tableau d’une seule personne, sans l’autre allèle.',
    fix: 'Faites-en un VCF avec le génome de référence :',
  },
  'container-unknown': {
    seen: {
      bam: 'un fichier BAM',
      cram: 'un fichier CRAM',
      bzip2: 'un fichier bzip2',
      xz: 'un fichier xz',
      zstd: 'un fichier zstd',
      plink: 'un fichier PLINK .bed ou .pgen',
      tar: 'une archive tar',
      binary: 'des octets qui ne sont pas du texte',
    },
    why: 'Seuls VCF (bgzip, gzip ou texte brut) et BCF peuvent être imputés.',
    fix: 'Regardez ce qu’est le fichier, et faites un VCF de vos données :',
  },
  'file-empty': {
    seen: { bytes: 'un fichier de 0 octet', text: 'un fichier compressé sans texte' },
    why: 'Il n’y a rien à imputer dans un fichier vide.',
    fix: 'Refaites ou renvoyez le fichier, et comparez sa taille avec celle de l’original.',
  },
  'bgzf-truncated': {
    seen: 'la fin du fichier après {blocks} {blocks|bloc complet|blocs complets}',
    why: 'Le fichier s’arrête au milieu d’un bloc compressé : le reste de ses variants est perdu.',
    fix: COPY_BGZF,
  },
  'bgzf-eof-missing': {
    seen: 'pas de bloc de fin de fichier après {blocks} {blocks|bloc complet|blocs complets}',
    why: 'Le bloc de fin de fichier manque : personne ne peut dire si le fichier a été tronqué.',
    fix: 'Refaites le fichier. Si vous êtes sûr qu’il est entier :',
  },
  'bgzf-trailing-data': {
    seen: 'd’autres octets après {blocks} {blocks|bloc complet|blocs complets}',
    why: 'Un bloc compressé est suivi d’octets qui n’en sont pas un : le fichier a été endommagé ou recollé.',
    fix: COPY_BGZF,
  },
  'bgzf-damaged': {
    seen: 'le bloc {block} du fichier',
    why: 'Un bloc compressé ne correspond pas à sa somme de contrôle : ses variants ne sont pas fiables.',
    fix: COPY_BGZF,
  },
  'gzip-truncated': {
    seen: 'la fin du fichier après {bytes} octets de texte',
    why: 'Le fichier s’arrête avant ses données compressées : le reste de ses variants est perdu.',
    fix: COPY_BGZF,
  },
  'gzip-damaged': {
    seen: 'des données illisibles après {bytes} octets de texte',
    why: 'Les données compressées sont endommagées, ou suivies d’autres données.',
    fix: COPY_BGZF,
  },
  'ratio-limit': {
    seen: '{ratio} octets de texte pour chaque octet du fichier',
    why: 'Aucun génotype ne se compresse si bien : un tel fichier ne fait que gaspiller l’ordinateur qui le lit.',
    fix: 'Cherchez dans le texte du fichier les lignes qui se répètent :',
  },
  'size-limit': {
    seen: 'plus de {bytes} octets de texte',
    why: 'Le texte du fichier dépasse ce qu’un site accepte.',
    fix: BY_CHROMOSOME,
  },
  'time-limit': {
    seen: 'plus de {seconds} s',
    why: 'Un contrôle aussi long retarderait tous les autres.',
    fix: BY_CHROMOSOME,
  },
  'check-stopped': {
    seen: 'une demande d’arrêt',
    why: 'Le contrôle a été arrêté avant d’avoir lu tout le fichier.',
    fix: 'Recommencez le contrôle.',
  },

  'fileformat-missing': {
    seen: 'une autre première ligne',
    why: 'La première ligne d’un VCF dit dans quelle version du format il est écrit.',
    fix: 'Commencez le fichier par ##fileformat=VCFv4.2',
  },
  'fileformat-unknown': {
    seen: { named: '« {version} »', strange: 'une version aux caractères inhabituels' },
    why: 'Le fichier est lu comme du VCF 4.2, ce qui n’est peut-être pas ce que voulait son auteur.',
    fix: 'Écrivez dans la première ligne la version que suit le fichier, par exemple ##fileformat=VCFv4.2',
  },
  'byte-order-mark': {
    seen: 'trois octets avant le premier caractère',
    why: 'Un éditeur a écrit une marque invisible avant la première ligne, que les outils VCF ne connaissent pas.',
    fix: 'Retirez la marque :',
  },
  'line-ends-cr': {
    seen: 'un retour chariot dans la première ligne',
    why: 'Les lignes se terminent par un seul retour chariot : les outils VCF n’y voient qu’une ligne sans fin.',
    fix: 'Écrivez des fins de ligne ordinaires :',
  },
  'header-missing': {
    seen: {
      text: 'du texte avant toute ligne de colonnes',
      row: 'une ligne de données avant toute ligne de colonnes',
      nowhere: 'aucune ligne de colonnes dans tout le fichier',
    },
    why: 'Sans la ligne qui commence par #CHROM, personne ne connaît les colonnes ni les échantillons.',
    fix: 'Remettez l’en-tête :',
  },
  'column-line-invalid': {
    seen: 'd’autres colonnes que celles de VCF',
    why: 'La ligne de colonnes doit nommer les colonnes de VCF 4.2, section 1.3, dans leur ordre.',
    fix: 'Commencez-la par #CHROM, POS, ID, REF, ALT, QUAL, FILTER, INFO, FORMAT, séparés par des tabulations.',
  },
  'spaces-not-tabs': {
    seen: {
      columns: 'des espaces dans la ligne de colonnes',
      row: 'une ligne avec des espaces et sans tabulation',
    },
    why: 'Les colonnes d’un VCF sont séparées par des tabulations. Le plus souvent, un éditeur ou une copie depuis un terminal les a changées.',
    fix: 'Remplacez les espaces par des tabulations :',
  },
  'genotypes-missing': {
    seen: 'pas de colonne d’échantillon',
    why: 'Le fichier ne contient que des sites ; l’imputation a besoin des génotypes d’échantillons.',
    fix: 'Prenez le fichier avec FORMAT et les colonnes d’échantillons, pas celui des sites seuls.',
  },
  'sample-id-empty': {
    seen: {
      few: 'un identifiant d’échantillon vide {count|dans la colonne|dans les colonnes} {columns}',
      many: 'un identifiant d’échantillon vide dans les colonnes {columns} et {more} {more|autre|autres}',
    },
    why: 'Chaque échantillon a besoin d’un identifiant, pour que ses résultats puissent lui être rendus.',
    fix: 'Donnez un identifiant à chaque échantillon :',
  },
  'sample-id-duplicate': {
    seen: {
      few: 'l’identifiant d’une colonne précédente {count|dans la colonne|dans les colonnes} {columns}',
      many: 'l’identifiant d’une colonne précédente dans les colonnes {columns} et {more} {more|autre|autres}',
    },
    why: 'Deux échantillons de même identifiant ne se distinguent plus dans les résultats.',
    fix: 'Donnez à chaque échantillon son propre identifiant :',
  },
  'sample-id-hostile': {
    seen: {
      few: 'un identifiant d’échantillon aux caractères risqués {count|dans la colonne|dans les colonnes} {columns}',
      many: 'un identifiant d’échantillon aux caractères risqués dans les colonnes {columns} et {more} {more|autre|autres}',
    },
    why: 'De tels identifiants font faire aux tableurs, aux shells, aux pages web ou aux systèmes de fichiers ce que personne n’a voulu.',
    fix: 'N’utilisez que lettres, chiffres, point, trait d’union et tiret bas :',
  },
  'samples-limit': {
    seen: '{samples} échantillons, plus que {limit}',
    why: 'Le fichier a plus d’échantillons qu’on n’en peut lire.',
    fix: 'Divisez-le par échantillons :',
  },
  'header-limit': {
    seen: 'un en-tête de plus de {bytes} octets',
    why: 'Un en-tête de cette taille contient autre chose qu’un en-tête.',
    fix: 'Retirez les lignes inutiles :',
  },
  'contigs-limit': {
    seen: 'plus de {limit} lignes ##contig',
    why: 'Aucun assemblage du génome humain n’a autant de contigs.',
    fix: 'Retirez les lignes ##contig inutiles :',
  },
  'header-in-body': {
    seen: 'une ligne d’en-tête après la ligne de colonnes',
    why: 'Des lignes d’en-tête parmi les variants montrent que des fichiers ont été mis bout à bout.',
    fix: 'Joignez les fichiers avec l’outil prévu :',
  },
  'build-mismatch': {
    seen: {
      rows: '{declared} déclaré, mais {rows} {rows|ligne|lignes} là où {declared} n’a pas de séquence {rows|indique|indiquent} {detected}',
      contigs: '{declared} déclaré, mais les longueurs des lignes ##contig indiquent {detected}',
      panel: 'le travail est en {declared}, le panel en {panelBuild}',
    },
    why: 'Les positions d’un autre assemblage rencontrent d’autres variants du panel, et les résultats sont faux sans en avoir l’air.',
    fix: 'Choisissez l’assemblage du fichier, ou convertissez d’abord le fichier (liftover) vers celui du panel.',
  },
  'chromosome-x-unsupported': {
    seen: 'le chromosome X',
    why: AUTOSOMES,
    fix: `Laissez le chromosome X de côté ${PREFIX_TOO} :`,
  },
  'chromosome-y-unsupported': {
    seen: 'le chromosome Y',
    why: AUTOSOMES,
    fix: `Laissez le chromosome Y de côté ${PREFIX_TOO} :`,
  },
  'chromosome-mt-unsupported': {
    seen: 'des variants mitochondriaux',
    why: AUTOSOMES,
    fix: `Laissez les variants mitochondriaux de côté ${PREFIX_TOO} :`,
  },
  'chromosome-unknown': {
    seen: {
      named: 'le chromosome « {name} »',
      strange: 'un chromosome dont le nom a des caractères inhabituels',
    },
    why: 'Aucun panel n’a un tel chromosome ; cette version impute les autosomes, de 1 à 22.',
    fix: `Renommez les chromosomes avec \`bcftools annotate --rename-chrs names.txt -Oz -o output.vcf.gz input.vcf.gz\`, ou ne gardez que les autosomes ${PREFIX_TOO} :`,
  },
  'chromosome-in-two-files': {
    seen: 'le chromosome {chromosome}, aussi dans le fichier {file} du travail',
    why: 'Personne ne peut dire lequel des deux fichiers est à imputer pour ce chromosome.',
    fix: 'Laissez un fichier de côté, ou joignez-les :',
  },
  'samples-differ': {
    seen: {
      counts:
        '{missing} {missing|échantillon|échantillons} du premier fichier en moins, {added} en plus',
      host: 'des fichiers avec d’autres échantillons, ou les mêmes dans un autre ordre',
    },
    why: 'Tous les fichiers d’un travail concernent les mêmes personnes.',
    fix: 'Prenez les échantillons que tous les fichiers ont :',
  },
  'sample-order-differs': {
    seen: 'un autre ordre que dans le premier fichier, à partir de la colonne {column}',
    why: 'Les colonnes sont jointes selon leur place : un autre ordre confond les personnes.',
    fix: 'Mettez les échantillons dans le même ordre :',
  },
  'samples-too-few': {
    seen: '{samples} {samples|échantillon|échantillons}, le panel en demande {limit}',
    why: 'Le panel demande plus d’échantillons : avec peu, les fréquences ne peuvent pas être vérifiées et le panel pourrait être sondé.',
    fix: 'Ajoutez des échantillons, ou choisissez un panel qui en demande moins.',
  },
  'samples-too-many': {
    seen: '{samples} échantillons, le panel en accepte {limit}',
    why: 'Le panel accepte moins d’échantillons dans un travail.',
    fix: BY_SAMPLES,
  },

  'records-missing': {
    seen: 'un en-tête et aucune ligne de variant',
    why: 'Il y a un en-tête mais aucun variant, donc rien à imputer.',
    fix: 'Regardez comment le fichier a été fait ; un filtre ou une région n’a peut-être rien laissé :',
  },
  'line-limit': {
    seen: 'une ligne de plus de {bytes} octets',
    why: 'Aucun variant n’a besoin d’une ligne de cette longueur.',
    fix: 'Ne gardez que les génotypes :',
  },
  'line-ends-crlf': {
    seen: 'une ligne qui se termine par CRLF',
    why: 'Les lignes se terminent comme Windows les écrit, ce que beaucoup d’outils prennent pour une partie du dernier échantillon.',
    fix: `Rien à faire : elles sont corrigées. ${BY_YOURSELF}`,
  },
  'lines-empty': {
    seen: 'une ligne sans texte',
    why: 'VCF n’a pas de lignes vides ; certains outils s’y arrêtent.',
    fix: `Rien à faire : elles sont laissées de côté. ${BY_YOURSELF}`,
  },
  'column-count': {
    seen: {
      other: '{columns} colonnes, l’en-tête en a {expected}',
      fewer: 'moins de {expected} colonnes',
    },
    why: 'Une ligne qui a plus ou moins de colonnes que l’en-tête donne des génotypes aux mauvaises personnes.',
    fix: 'Refaites le fichier ; bcftools montre la première de ces lignes :',
  },
  'chromosome-prefix': {
    seen: 'chr devant le numéro',
    why: 'Les panels nomment les chromosomes de 1 à 22 ; le fichier écrit chr devant.',
    fix: `Rien à faire : le préfixe est retiré. ${BY_YOURSELF}`,
  },
  'chromosomes-interleaved': {
    seen: {
      named: 'le chromosome « {name} » de nouveau',
      strange: 'de nouveau un chromosome dont le nom a des caractères inhabituels',
    },
    why: 'Toutes les lignes d’un chromosome doivent se suivre, sinon le fichier ne peut pas être indexé.',
    fix: 'Triez le fichier :',
  },
  unsorted: {
    seen: {
      row: 'une position plus petite que celle de la ligne précédente',
      host: 'des lignes en désordre, ou un chromosome qui apparaît deux fois',
    },
    why: 'Des positions qui reculent ne peuvent pas être indexées : les moteurs s’arrêtent ou omettent des variants.',
    fix: 'Triez le fichier :',
  },
  'position-invalid': {
    seen: {
      named: 'la position « {value} »',
      strange: 'une position aux caractères inhabituels',
    },
    why: 'Une position est un nombre entier de bases, compté à partir de 1.',
    fix: 'Corrigez ces lignes ou laissez-les de côté :',
  },
  'position-telomere': {
    seen: 'la position 0',
    why: 'La position 0 est le télomère ; aucun panel n’y a de variant.',
    fix: 'Laissez ces lignes de côté :',
  },
  'position-past-end': {
    seen: {
      one: 'une position au-delà de la fin du chromosome en {build}',
      both: 'une position au-delà de la fin du chromosome dans les deux assemblages',
    },
    why: 'Le chromosome est plus court dans cet assemblage : ces lignes sont fausses ou d’un autre assemblage.',
    fix: 'Regardez ces lignes, et laissez-les de côté ou convertissez le fichier (liftover) :',
  },
  'position-repeated': {
    seen: 'plus de {limit} lignes à une position',
    why: 'Aucune position n’a autant de variants : le fichier répète des lignes.',
    fix: 'Retirez les répétitions :',
  },
  'positions-duplicate': {
    seen: 'la position de la ligne précédente',
    why: 'Plusieurs lignes ont la position de la précédente ; le contrôle qualité garde celles que le panel a.',
    fix: 'Rien à faire. Pour retirer vous-même les lignes répétées :',
  },
  'alleles-equal': {
    seen: 'REF et ALT identiques',
    why: 'REF et ALT sont les mêmes : personne ne peut dire ce que comptent les génotypes.',
    fix: 'Laissez ces lignes de côté :',
  },
  'alleles-missing': {
    seen: 'un REF ou un ALT vide',
    why: 'Un variant a besoin d’un allèle REF et d’une colonne ALT.',
    fix: 'Corrigez ces lignes ou laissez-les de côté.',
  },
  'gt-missing': {
    seen: 'FORMAT sans GT',
    why: 'L’imputation part de génotypes ; ces lignes n’en ont pas.',
    fix: 'Ajoutez des génotypes (GT), par exemple à partir de dosages ou de vraisemblances avec `bcftools +tag2tag`, ou avec `plink2 --export vcf`.',
  },
  'gt-not-first': {
    seen: 'GT après un autre champ',
    why: 'GT doit être le premier champ de FORMAT (VCF 4.2, section 1.4.2) ; les outils lisent le premier champ comme génotype.',
    fix: 'Réécrivez le fichier :',
  },
  'gt-unreadable': {
    seen: 'un génotype',
    why: 'Un génotype est fait de numéros d’allèles séparés par / ou |, avec un point pour un allèle manquant.',
    fix: 'bcftools montre la première de ces lignes :',
  },
  'gt-allele-out-of-range': {
    seen: 'un numéro d’allèle au-dessus de ceux de la ligne',
    why: 'Des génotypes nomment un allèle que la ligne n’a pas : la ligne a été changée après l’appel des génotypes.',
    fix: 'Laissez ces lignes de côté, ou prenez-les du fichier d’origine ; le nombre dit combien de génotypes sont concernés.',
  },
  'ploidy-haploid': {
    seen: '{haploid} échantillons sur {samples} avec un seul allèle',
    why: 'Sur un autosome, chacun a deux copies ; les moteurs s’arrêtent là, ou continuent et donnent de faux résultats.',
    fix: 'Rendez-les diploïdes, ou laissez ces échantillons de côté :',
  },
  'ploidy-polyploid': {
    seen: 'un génotype de plus de deux allèles',
    why: 'Les moteurs lisent des personnes à deux copies d’un autosome, pas plus.',
    fix: 'Laissez ces lignes de côté, ou refaites l’appel des génotypes en diploïde.',
  },
  'phase-mixed': {
    seen: 'à la fois / et | dans les génotypes',
    why: 'Certains génotypes sont phasés et d’autres non ; une demi-phase ne peut pas servir.',
    fix: 'Rien à faire : tous sont phasés de nouveau.',
  },

  'panel-unavailable': {
    seen: 'le panel n’est pas servi sur ce site',
    why: HOST_DECIDES,
    fix: 'Choisissez un autre panel.',
  },
  'panel-access-denied': {
    seen: {
      offer: 'le propriétaire du panel n’admet pas {site}',
      run: 'le propriétaire du panel a retiré l’accès après l’acceptation de l’offre',
    },
    why: 'Le propriétaire d’un panel dit qui peut l’utiliser ; c’est vérifié avant l’envoi du moindre génotype, puis au début de l’exécution.',
    fix: 'Demandez l’accès à l’administrateur du site hôte, ou choisissez un autre panel.',
  },
  'panel-changed': {
    seen: {
      offer: 'le panel a changé depuis la préparation de l’offre',
      run: 'le panel a été changé ou retiré après l’acceptation de l’offre',
    },
    why: 'Les résultats ne seraient pas ceux du panel demandé.',
    fix: 'Relancez le travail dans quelques minutes.',
  },
  'host-draining': {
    seen: {
      plain: 'le site hôte ne prend pas de nouveaux travaux en ce moment',
      because: 'le site hôte ne prend pas de nouveaux travaux en ce moment : {reason}',
    },
    why: HOST_DECIDES,
    fix: 'Relancez plus tard, ou choisissez le panel d’un autre site.',
  },
  'too-few-samples': {
    seen: '{samples} {samples|échantillon|échantillons} ; le panel en accepte de {min} à {max}',
    why: SAMPLE_RANGE,
    fix: 'Soumettez plus d’échantillons ensemble.',
  },
  'too-many-samples': {
    seen: '{samples} {samples|échantillon|échantillons} ; le panel en accepte de {min} à {max}',
    why: SAMPLE_RANGE,
    fix: 'Soumettez les échantillons en plusieurs travaux.',
  },
  'phasing-unavailable': {
    seen: '{engine} n’est pas disponible pour ce panel',
    why: HOST_DECIDES,
    fix: 'Choisissez l’un de ceux-ci : {choices}.',
  },
  'phasing-engine-unavailable': {
    seen: 'un phasage avec {engine}',
    why: 'Le panel n’est pas préparé pour cela.',
    fix: 'Laissez le choix à l’hôte, ou choisissez un autre panel.',
  },
  'population-unknown': {
    seen: 'la population {population}',
    why: 'Les fréquences alléliques ne peuvent être comparées qu’à celles d’une population du panel.',
    fix: 'Choisissez l’une de celles-ci : {choices}, ou aucune.',
  },
  'recipient-unknown': {
    seen: 'l’entrée est chiffrée pour une clé que le site hôte n’a pas',
    why: HOST_DECIDES,
    fix: 'Relancez le travail : il est chiffré de nouveau pour la clé actuelle.',
  },
  'insufficient-storage': {
    seen: 'le disque du site hôte est trop petit pour ce travail, même s’il n’y a rien d’autre',
    why: HOST_DECIDES,
    fix: 'Envoyez moins d’échantillons ou de chromosomes à la fois, ou choisissez le panel d’un autre site.',
  },

  'malformed-record': {
    seen: {
      'few-columns': 'une ligne de moins de dix colonnes',
      genotype: 'une ligne dont un génotype n’est ni 0, ni 1, ni manquant',
      separator: 'une ligne dont un génotype n’est ni phasé avec | ni non phasé avec /',
      'many-genotypes': 'une ligne qui a plus de génotypes que d’échantillons',
      'few-genotypes': 'une ligne qui a moins de génotypes que d’échantillons',
      'odd-genotype': 'une ligne dont un génotype a une longueur inattendue',
      position: 'une ligne sans position',
      gt: 'une ligne sans champ GT',
      'sample-gt': 'une ligne dont un échantillon n’a pas de champ GT',
    },
    why: 'Ses génotypes ne peuvent pas être lus.',
    fix: 'Réécrivez le fichier, par exemple avec `bcftools view -Oz`',
  },
  'chromosomes-unknown': {
    seen: 'plus de chromosomes que n’en a un génome, ou un nom qui n’en est pas un',
    why: 'Seul un fichier endommagé ou hostile nomme de tels chromosomes.',
    fix: 'Ne soumettez que les autosomes, de 1 à 22.',
  },
  'line-too-long': {
    seen: 'une ligne bien plus longue que ce que font des génotypes',
    why: 'Seul un fichier endommagé ou hostile a une telle ligne.',
    fix: 'Réécrivez le fichier, par exemple avec `bcftools view -Oz`',
  },
  'unreadable-input': {
    seen: 'un fichier qui s’arrête trop tôt ou ne se décompresse pas',
    why: 'Une partie de ses génotypes n’est pas là.',
    fix: 'Soumettez de nouveau le fichier, une fois que `bcftools view` l’a lu sans rien signaler.',
  },
  'haploid-genotypes': {
    seen: 'des échantillons avec un seul allèle sur un autosome',
    why: 'Les moteurs de phasage les prendraient pour autre chose sans le dire.',
    fix: 'Écrivez chaque génotype d’un autosome avec deux allèles.',
  },
  'chromosome-not-in-panel': {
    seen: 'le chromosome {chromosome}',
    why: 'Le panel ne l’a pas : il a été laissé de côté.',
    fix: 'Choisissez un panel qui l’a.',
  },
  'no-variants': {
    seen: 'aucun variant sur les chromosomes du panel',
    why: 'Il n’y a rien à partir de quoi imputer.',
    fix: 'Soumettez des fichiers qui ont des variants, sur des chromosomes que le panel a.',
  },
  'outside-panel-range': {
    seen: '{outside} {outside|variant|variants}, dont aucun dans les régions que le panel couvre',
    why: 'Il n’y a rien à partir de quoi imputer : cela ressemble à un autre assemblage que {build}, ou à une autre région que celles du panel.',
    fix: 'Vérifiez que les positions sont celles de {build}, ou choisissez un panel qui couvre la région.',
  },
  'panel-overlap-low': {
    seen: '{inPanel} variants typés sur {typed} sont dans le panel ({percent} %)',
    why: 'Il en faut au moins {minPercent} % : cela ressemble à un autre assemblage que {build}, ou à une autre région que celle du panel.',
    fix: 'Vérifiez que les positions sont celles de {build}, et convertissez-les (liftover) sinon.',
  },
  'no-chunk-left': {
    seen: '{chunks} {chunks|tronçon|tronçons}, aucun ne se prête à l’imputation : {fewVariants} avec trop peu de variants, {lowOverlap} trop peu couverts par le panel, {lowCallRate} avec un échantillon au taux d’appel trop bas',
    why: 'Un tronçon a besoin d’au moins 3 variants du panel et d’un taux d’appel de 50 % dans chaque échantillon.',
    fix: 'Laissez de côté les échantillons à beaucoup de génotypes manquants, ou ajoutez des variants.',
  },
  'strand-flips': {
    seen: '{flips} variants sur un autre brin que le panel',
    why: 'Plus de {max} mettent en doute le brin de tout le fichier.',
    fix: 'Alignez le fichier sur le brin direct, par exemple avec `bcftools +fixref`',
  },
  'allele-switches': {
    seen: '{switches} {switches|variant|variants} dont REF et ALT sont inversés',
    why: 'Le propriétaire du panel en accepte au plus {max}.',
    fix: 'Fixez REF selon le génome de référence, par exemple avec `bcftools norm -c s`',
  },
  'input-not-phased': {
    seen: 'des génotypes qui ne sont pas phasés',
    why: 'Le travail demande de ne pas phaser, et l’imputation a besoin de génotypes phasés.',
    fix: 'Choisissez un moteur de phasage, ou soumettez des génotypes phasés (0|1).',
  },
  'phased-again': {
    seen: 'des génotypes phasés, dont certains manquent',
    why: 'L’imputation a besoin d’haplotypes complets : ils ont été phasés de nouveau et les lacunes comblées.',
    fix: 'Comblez les lacunes avant de soumettre pour garder votre propre phase.',
  },

  'engine-out-of-memory': {
    ...ENGINE,
    seen: {
      whole: '{engine} a manqué de mémoire',
      chunk: '{engine} a manqué de mémoire, au tronçon {chunk}',
    },
  },
  'engine-killed': {
    ...ENGINE,
    seen: {
      whole: '{engine} a été interrompu de force',
      chunk: '{engine} a été interrompu de force, au tronçon {chunk}',
    },
  },
  'engine-timed-out': {
    ...ENGINE,
    seen: {
      whole: '{engine} a pris trop de temps',
      chunk: '{engine} a pris trop de temps, au tronçon {chunk}',
    },
  },
  'engine-bad-input': {
    ...ENGINE,
    seen: {
      whole: '{engine} n’a pas pu lire son entrée',
      chunk: '{engine} n’a pas pu lire son entrée, au tronçon {chunk}',
    },
  },
  'engine-missing-engine': {
    ...ENGINE,
    seen: {
      whole: '{engine} n’est pas installé',
      chunk: '{engine} n’est pas installé, au tronçon {chunk}',
    },
  },
  'engine-engine-bug': {
    ...ENGINE,
    seen: { whole: '{engine} a échoué', chunk: '{engine} a échoué, au tronçon {chunk}' },
  },
  'engine-corrupt-output': {
    ...ENGINE,
    seen: {
      whole: '{engine} a écrit un résultat endommagé',
      chunk: '{engine} a écrit un résultat endommagé, au tronçon {chunk}',
    },
  },
  'result-key-unusable': {
    seen: 'les résultats ne peuvent pas être chiffrés pour la clé que nomme l’offre',
    why: 'Les résultats ne quittent jamais le site hôte en clair.',
    fix: 'Donnez une autre clé publique Crypt4GH, ou aucune, et relancez le travail.',
  },
  'results-too-large': {
    seen: 'les résultats dépassent ce qu’un travail peut renvoyer',
    why: 'Les sites conviennent de chaque partie des résultats dans un message de taille limitée.',
    fix: 'Envoyez moins d’échantillons ou de chromosomes par travail, ou choisissez un R2 minimal plus élevé.',
  },
  'host-internal': {
    seen: 'le site hôte a échoué plusieurs fois à cette exécution',
    why: 'C’est une faute du site hôte et non de vos fichiers.',
    fix: 'Demandez à l’administrateur du site hôte, qui en trouve la raison dans le journal.',
  },
  'worker-lost': {
    seen: 'l’exécuteur a été perdu {attempts} fois pendant cette exécution',
    why: 'Une exécution qui fait tomber son exécuteur à chaque fois n’est pas tentée sans fin.',
    fix: 'Demandez à l’administrateur du site hôte ; moins d’échantillons ou de chromosomes par travail peut aider.',
  },
  'input-damaged': {
    seen: 'un fichier d’entrée se déchiffre en d’autres octets que ceux que nomme son manifeste',
    why: 'Le site d’origine a chiffré autre chose que ce qu’il a décrit.',
    fix: 'Relancez le travail ; s’il échoue de nouveau, demandez à l’administrateur de votre site.',
  },

  'deadline-passed': {
    seen: 'le travail n’a pas pu être proposé avant son échéance',
    why: 'Pendant tout ce temps, le site hôte ou la fédération ne prenait pas de nouveaux travaux.',
    fix: 'Relancez le travail, ou choisissez le panel d’un autre site.',
  },
  'offer-refused': {
    seen: '{site} n’accepte pas l’offre ({code})',
    why: 'Les deux sites ne se comprennent pas ou ne se font pas confiance en ce moment.',
    fix: 'Demandez aux administrateurs des deux sites ; puis relancez le travail.',
  },
  'input-too-large': {
    seen: 'les fichiers font {gigabytes} Go, plus qu’un travail ne peut envoyer',
    why: 'Les sites conviennent de chaque partie de l’entrée avant le moindre envoi, dans un message de taille limitée.',
    fix: 'Envoyez moins d’échantillons ou de chromosomes par travail.',
  },
  'peer-refused': {
    seen: {
      'transfer-not-found': '{site} a refusé le transfert : il n’en connaît aucun pour ce travail',
      'checksum-mismatch':
        '{site} a refusé le transfert : les octets arrivés ne sont pas ceux envoyés',
      'stale-epoch': '{site} a refusé le transfert : il a une exécution plus récente de ce travail',
      'peer-site-unknown': '{site} a refusé le transfert : ce site n’est pas membre pour lui',
      'peer-site-suspended':
        '{site} a refusé le transfert : ce site est suspendu ou révoqué pour lui',
    },
    why: 'Redemander ne change pas cette réponse.',
    fix: 'Relancez le travail ; s’il échoue de nouveau, demandez aux administrateurs des deux sites.',
  },
  'result-damaged': {
    seen: 'un fichier de résultats n’est pas ce que nomme son manifeste, ou pas celui des échantillons envoyés',
    why: 'Un résultat qui n’est pas fiable n’est jamais remis.',
    fix: 'Relancez le travail ; s’il échoue de nouveau, demandez à l’administrateur du site hôte.',
  },
  internal: {
    seen: 'le nœud a échoué plusieurs fois à cette étape',
    why: 'C’est une faute du nœud et non de vos fichiers.',
    fix: 'Demandez à l’administrateur de votre site, qui en trouve la raison dans le journal, puis relancez le travail.',
  },
}
