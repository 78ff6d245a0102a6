import type { PANEL_SOURCE_FAULTS } from '@crosspanel/protocol/panel-source-faults'
import type { Dictionary } from '../i18n/words.ts'

const PHASED_FILE = 'Donnez un VCF ou un BCF avec des génotypes phasés.'

export const fr: Dictionary<typeof PANEL_SOURCE_FAULTS> = {
  'source-unreadable': {
    detail: '{file} n’est pas un fichier que le nœud peut lire',
    fix: 'Copiez-le sur la machine du nœud et rendez-le lisible pour l’utilisateur du nœud.',
  },
  'source-no-vcf': {
    detail: '{file} n’est ni un VCF ni un BCF, ou nomme une personne deux fois',
    fix: 'Voyez ce qu’en dit `bcftools view {file} > /dev/null`.',
  },
  'source-cut-short': {
    detail: '{file} est endommagé ou tronqué',
    fix: 'Voyez ce qu’en dit `bcftools view {file} > /dev/null`.',
  },
  'source-not-converted': {
    detail: '{engine} ne peut pas lire ou convertir les génotypes',
    fix: 'Voyez ce que `bcftools view FILE > /dev/null` dit de chaque fichier.',
  },
  'source-no-samples': { detail: '{file} n’a pas d’échantillons', fix: PHASED_FILE },
  'source-no-variants': { detail: '{file} n’a pas de variants', fix: PHASED_FILE },
  'source-no-genotypes': {
    detail: '{file} a des enregistrements sans génotypes',
    fix: PHASED_FILE,
  },
  'source-other-people': {
    detail: '{file} a d’autres personnes que {other}, ou dans un autre ordre',
    fix: 'Mettez-les dans le même ordre : `bcftools query -l {other} > people && bcftools view -S people {file} -Ob -o ordered.bcf`',
  },
  'source-other-build': {
    detail: 'l’en-tête de {file} a les longueurs de chromosomes de {other}, et non de {declared}',
    fix: 'Ajoutez le panel avec l’assemblage {other}.',
  },
  'source-chromosome-twice': {
    detail: 'le chromosome {chromosome} est dans deux fichiers',
    fix: 'Réunissez-les d’abord : `bcftools concat -a first.bcf second.bcf -Ob -o joined.bcf`',
  },

  'source-unphased': {
    detail: '{count} × génotypes non phasés, le premier à {first}',
    fix: 'Phasez le panel (shapeit4, beagle) ; là où seuls des génotypes homozygotes ont une barre oblique : `bcftools +setGT {file} -Ob -o phased.bcf -- -t a -n p`',
  },
  'source-missing': {
    detail: '{count} × génotypes manquants, le premier à {first}',
    fix: 'Laissez de côté ces sites : `bcftools view -g ^miss {file} -Ob -o complete.bcf` ; ou imputez-les d’abord.',
  },
  'source-ploidy': {
    detail: '{count} × génotypes non diploïdes, le premier à {first}',
    fix: 'Donnez des autosomes de personnes diploïdes : `bcftools view -t 1,2,...,22 {file} -Ob -o autosomes.bcf`',
  },
  'source-multiallelic': {
    detail: '{count} × sites à plus de deux allèles, le premier à {first}',
    fix: 'Séparez-les : `bcftools norm -m -any {file} -Ob -o split.bcf` ; ou laissez-les de côté : `bcftools view -m2 -M2 {file} -Ob -o biallelic.bcf`',
  },
  'source-alleles': {
    detail: '{count} × allèles autres que A, C, G et T, le premier à {first}',
    fix: 'Laissez-les de côté : `bcftools view -m2 -M2 -v snps,indels {file} -Ob -o biallelic.bcf`',
  },
  'source-duplicate': {
    detail: '{count} × sites présents deux fois, le premier à {first}',
    fix: 'Gardez le premier de chacun : `bcftools norm -d exact {file} -Ob -o unique.bcf`',
  },
  'source-unsorted': {
    detail: '{count} × enregistrements qui ne sont pas dans l’ordre, le premier à {first}',
    fix: 'Triez : `bcftools sort {file} -Ob -o sorted.bcf`',
  },
  'source-chromosome': {
    detail: '{count} × enregistrements hors des chromosomes 1 à 22, le premier à {first}',
    fix: 'Laissez-les de côté : `bcftools view -t 1,2,...,22 {file} -Ob -o autosomes.bcf` (avec `chr1,...` là où le fichier dit `chr1`)',
  },
  'source-past-end': {
    detail:
      '{count} × positions au-delà de la fin du chromosome dans l’assemblage déclaré, la première à {first}',
    fix: 'Indiquez l’assemblage dont sont les positions.',
  },

  'source-table-long': {
    detail: '{file} fait plus de {maxMiB} Mio',
    fix: 'Donnez une carte génétique ou une table de populations, et non des génotypes.',
  },
  'source-no-gzip': {
    detail: '{file} n’est pas un gzip entier',
    fix: 'Voyez ce qu’en dit `gzip -t {file}`.',
  },
  'source-no-population': {
    detail: 'la table de populations a une ligne sans code de population',
    fix: 'Donnez deux colonnes, échantillon et population, avec des codes de lettres, de chiffres et de _, longs de 20 au plus.',
  },
  'source-people-missing': {
    detail: 'il manque à la table de populations {missing} des {samples} personnes du panel',
    fix: 'Ajoutez une ligne pour chacune de celles que donne `bcftools query -l PANEL`.',
  },
  'source-map-format': {
    detail: 'une carte génétique n’est dans aucun format connu',
    fix: 'Donnez la carte au format de SHAPEIT (`pos chr cM`) ou de PLINK (`chr id cM pos`).',
  },
  'source-map-line': {
    detail: 'une carte génétique a une ligne qui n’est pas dans son format',
    fix: 'Corrigez la carte.',
  },
  'source-map-twice': {
    detail: 'il y a deux cartes génétiques du chromosome {chromosome}',
    fix: 'Donnez une seule carte par chromosome.',
  },
  'source-map-order': {
    detail: 'la carte génétique du chromosome {chromosome} n’est pas en ordre croissant',
    fix: 'Triez la carte par position : `sort -k1,1n` pour SHAPEIT, `sort -k4,4n` pour PLINK.',
  },
  'source-map-elsewhere': {
    detail:
      'la carte génétique du chromosome {chromosome} ne couvre pas les positions {start} à {end} du panel',
    fix: 'Donnez une carte de l’assemblage et de la région du panel, ou aucune.',
  },
}
