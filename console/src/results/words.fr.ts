import { count, formatNumber, formatPercent } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

const variants = (n: number) => count('fr', n, { one: '# variant', other: '# variants' })
const samples = (n: number) => count('fr', n, { one: '# échantillon', other: '# échantillons' })

export const fr: Dictionary<typeof en> = {
  title: 'Résultats',
  titleOf: (job) => `Résultats de ${job}`,
  jobs: 'Travaux',
  accuracy: 'Précision',
  control: 'Contrôle qualité',
  noneTitle: 'Pas encore de résultats',
  none: 'Les résultats apparaissent quand l’hôte les a préparés et que ce site les a vérifiés.',
  toJob: 'Voir où en est le travail',
  unreadable:
    'L’hôte a écrit le résumé de cette exécution d’une façon que cette version ne connaît pas. Les fichiers ne sont pas touchés ; mettez ce nœud à jour pour voir les graphiques.',
  noSummary: 'L’hôte n’a encore rien dit de cette exécution.',
  files: {
    title: 'Fichiers',
    lead: 'Chaque fichier est comparé jusqu’au dernier octet au SHA-256 de cette liste avant que vous ne l’ayez, et une connexion rompue reprend là où elle s’est rompue.',
    sealed:
      'Ces fichiers sont chiffrés pour votre clé seule : aucun des sites ne peut les lire. Ouvrez votre clé pour les enregistrer lisibles ; la clé ne quitte pas cette page.',
    open: 'Le site ouvre ces fichiers pour vous.',
    save: 'Enregistrer tous les fichiers',
    saveOpened: 'Ouvrir et enregistrer tous les fichiers',
    retry: 'Réessayer',
    encrypted: 'Tel quel, chiffré',
    busy: 'Restez sur cette page jusqu’à ce que tout soit enregistré.',
    allSaved: (n) =>
      count('fr', n, {
        one: 'Le fichier est enregistré et vérifié.',
        other: 'Les # fichiers sont enregistrés et vérifiés.',
      }),
    commandLine: 'En ligne de commande, pour de très grands résultats :',
    noFiles: 'Pas de fichiers : cette exécution s’est terminée sans aucun.',
    samplesFailed: 'Les identifiants de vos échantillons n’ont pas pu être lus. Réessayez.',
    folderFailed:
      'Le navigateur n’a pas le droit d’écrire dans ce dossier. Choisissez-en un autre.',
    inFolder: (folder) => `Dans le dossier ${folder}.`,
    columns: { name: 'Fichier', size: 'Taille', digest: 'SHA-256', state: 'État' },
    states: {
      waiting: 'Pas enregistré ici',
      saving: 'Enregistrement',
      saved: 'Enregistré, vérifié',
      failed: 'Pas enregistré',
    },
    faults: {
      'connection-lost': 'La connexion s’est perdue plusieurs fois. Rien n’a été gardé à moitié.',
      refused: 'Le site a refusé le fichier : il a peut-être expiré. Rechargez cette page.',
      damaged:
        'Ce qui est arrivé n’est pas le fichier de cette liste et a été jeté. Si cela se répète, dites-le à votre site : sa copie est peut-être endommagée.',
      'other-key': 'Le fichier est chiffré pour une autre clé que celle que vous avez ouverte.',
      'other-samples':
        'Ses échantillons ne sont pas ceux de ce travail ; il a été jeté. Dites-le à votre site.',
      'needs-its-data':
        'C’est l’index d’un fichier qui n’a pas été enregistré dans cette fenêtre. Réessayer enregistre les deux.',
      'not-saved':
        'Le navigateur n’a pas pu écrire le fichier : y a-t-il de la place sur le disque ?',
    },
    key: {
      title: 'Votre clé',
      file: 'Fichier de récupération, ou toute clé secrète Crypt4GH',
      choose: 'Choisir le fichier',
      passphrase: 'Sa phrase de passe',
      open: 'Ouvrir la clé',
      opened: (fingerprint) => `Votre clé est ouverte : ${fingerprint}`,
      close: 'Fermer la clé',
      noFile: 'Choisissez le fichier que vous avez enregistré à la création de la clé.',
      faults: {
        'passphrase-wrong': 'Ce n’est pas la phrase de passe de cette clé.',
        'passphrase-missing': 'Ce fichier demande sa phrase de passe.',
        'key-file-unsupported':
          'Une clé de cette sorte ne s’ouvre pas ici ; la ligne de commande le peut peut-être.',
        other: 'Ceci n’est pas un fichier de clé secrète Crypt4GH.',
      },
    },
  },
  missing: {
    'older-release':
      'L’hôte a une version antérieure, qui ne compte pas cela. Vos fichiers ne sont pas touchés.',
    'quality-control-only':
      'Cette exécution s’est arrêtée après le contrôle qualité, comme demandé.',
    'no-population':
      'Aucune population du panel n’a servi de comparaison. Choisissez-en une en soumettant un travail pour voir ceci.',
    'nothing-counted': 'L’exécution n’a aucun variant à dessiner ici.',
  },
  figure: {
    table: 'Voir en tableau',
    chart: 'Voir en graphique',
    csv: 'CSV',
    svg: 'SVG',
    csvOf: (title) => `${title} : télécharger en CSV`,
    svgOf: (title) => `${title} : télécharger en SVG`,
    cursor: (title) => `${title} : les flèches vont de valeur en valeur`,
    hint: 'Pointez le graphique, ou donnez-lui le focus et utilisez les flèches.',
    hintTouch: 'Touchez le graphique pour lire ses valeurs.',
    none: '–',
  },
  maf: {
    title: 'R2 selon la fréquence de l’allèle mineur',
    caption:
      'R2 est l’estimation du moteur, pour les variants imputés ; la bande contient les 80 % du milieu. ER2 est mesuré aux variants typés en laissant chacun de côté : c’est le plus honnête des deux. Barres : variants imputés de chaque classe.',
    axisX: 'Fréquence de l’allèle mineur',
    axisY: 'R2',
    axisCount: 'Variants',
    r2: 'R2 moyen (imputés)',
    er2: 'ER2 moyen (typés)',
    spread: '10 à 90 % des variants',
    common: (mean, n) => `R2 moyen ${mean} pour une MAF de plus de 5 % (${variants(n)})`,
    low: (mean, n) => `${mean} de 0,5 à 5 % (${variants(n)})`,
    rare: (mean, n) => `${mean} jusqu’à 0,5 % (${variants(n)})`,
    er2Over: (mean) => `ER2 moyen ${mean} sur tous les variants typés`,
    bin: (label) => `MAF ${label}`,
    at: (label, r2, er2, n) =>
      `MAF ${label} : R2 moyen ${r2}, ER2 moyen ${er2}, ${variants(n)} imputé${n < 2 ? '' : 's'}`,
    columns: {
      over: 'MAF au-dessus de',
      upTo: 'MAF jusqu’à',
      imputed: 'Variants imputés',
      mean: 'R2 moyen',
      p10: 'R2, 10 %',
      p50: 'R2, médiane',
      p90: 'R2, 90 %',
      typed: 'Typés avec ER2',
      er2: 'ER2 moyen',
    },
  },
  histogram: {
    title: 'Combien de variants garde un filtre sur R2',
    caption:
      'Variants imputés selon R2 et selon leur fréquence. 0,3 est le filtre usuel pour les tests d’association, 0,8 là où chaque variant doit être juste. Les variants typés sont gardés quel que soit leur R2.',
    axisX: 'R2',
    axisY: 'Variants imputés',
    threshold: 'Garder les variants dont R2 est d’au moins',
    keptWords: (threshold, kept, all) =>
      `R2 ≥ ${threshold} garde ${formatNumber(kept)} des ${formatNumber(all)} variants imputés (${formatPercent(all === 0 ? 0 : kept / all)}).`,
    classes: {
      rare: 'MAF jusqu’à 0,5 %',
      low: 'MAF de 0,5 à 5 %',
      common: 'MAF de plus de 5 %',
    },
    command: 'Filtrer les fichiers par',
    filtered: (minR2) =>
      `L’exécution elle-même a écarté les variants dont R2 est inférieur à ${minR2}.`,
    at: (from, to, n) => `R2 de ${from} à ${to} : ${variants(n)}`,
    columns: { from: 'R2 de', to: 'à', all: 'Tous' },
  },
  along: {
    title: 'R2 le long des chromosomes',
    caption: (mb) =>
      `R2 moyen des variants imputés par fenêtre de ${mb}. En gris : le centromère, où aucune puce n’a de variants. Les creux sont des endroits de peu de variants typés ou de structure inhabituelle.`,
    axisX: (chromosome) => `Position sur le chromosome ${chromosome} (Mb)`,
    axisGenome: 'Chromosome',
    axisY: 'R2 moyen',
    chromosome: 'Chromosome',
    allChromosomes: 'Tous',
    worst: (place, mean) => `La plus basse : ${place}, avec un R2 moyen de ${mean}`,
    best: (mean, windows) =>
      `Médiane de ${count('fr', windows, { one: '# fenêtre', other: '# fenêtres' })} : ${mean}`,
    place: (chromosome, from, to) => `chr${chromosome}:${from}–${to} Mb`,
    at: (place, mean, n) => `${place} : R2 moyen ${mean}, ${variants(n)}`,
    regions: { hla: 'région HLA', centromere: 'centromère' },
    worstTitle: 'Fenêtres les plus basses',
    columns: {
      chromosome: 'Chromosome',
      start: 'De (pb)',
      end: 'À (pb)',
      variants: 'Variants imputés',
      mean: 'R2 moyen',
      region: 'Région connue',
    },
  },
  frequencies: {
    title: 'Fréquences alléliques de vos échantillons face au panel',
    caption: (population) =>
      `Variants typés selon la fréquence de l’allèle alternatif dans la population ${population} du panel et dans vos échantillons. Loin de la diagonale : des erreurs de brin ou d’allèles, ou une autre ascendance. Au-delà des lignes en tirets, le khi-deux dépasse 300 : ces variants sont listés dans maf.txt.`,
    axisX: (population) => `Fréquence dans ${population}`,
    axisY: 'Fréquence dans vos échantillons',
    sentence: (r2, n, outliers) =>
      `Carré de la corrélation ${r2} sur ${variants(n)} ; ${count('fr', outliers, { one: '# valeur aberrante', other: '# valeurs aberrantes' })} au khi-deux de plus de 300.`,
    diagonal: 'Même fréquence',
    bound: 'Khi-deux 300',
    shade: (from, to) =>
      to === null ? `${formatNumber(from)} ou plus` : `${formatNumber(from)} à ${formatNumber(to)}`,
    shades: 'Variants par carré',
    at: (panel, study, n) => `Panel ${panel}, vos échantillons ${study} : ${variants(n)}`,
    columns: { panel: 'Dans le panel', study: 'Dans vos échantillons', variants: 'Variants' },
  },
  chunks: {
    title: 'Tronçons',
    caption:
      'Chaque tronçon de 20 Mb est phasé et imputé à part. Un tronçon est écarté si moins de la moitié de vos variants sont dans le panel, s’il a moins de 3 variants, ou si un échantillon y a un taux d’appel de moins de 50 %.',
    sentence: (kept, all) =>
      `${count('fr', kept, { one: '# tronçon imputé', other: '# tronçons imputés' })} sur ${formatNumber(all)}.`,
    sentenceChecked: (kept, all) =>
      `${count('fr', kept, { one: '# tronçon apte', other: '# tronçons aptes' })} à l’imputation sur ${formatNumber(all)}.`,
    saysOf: (place, reason) => `${place} : ${reason}`,
    kept: 'Gardé',
    left: 'Écarté',
    axisX: 'Position (Mb)',
    reasons: {
      'panel-overlap-low': (share) => `recouvrement du panel ${share}`,
      'too-few-variants': (n) => `seulement ${variants(n)}`,
      'sample-call-rate-low': (n) => `${samples(n)} au taux d’appel de moins de 50 %`,
    },
    at: (place, state, n, overlap) =>
      `${place} : ${state}, ${variants(n)}, recouvrement ${overlap}`,
    seconds: (text) => `${text} de calcul`,
    columns: {
      chunk: 'Tronçon',
      state: 'État',
      variants: 'Variants typés',
      overlap: 'Recouvrement du panel',
      samples: 'Échantillons sous 50 %',
      output: 'Variants du résultat',
      seconds: 'Secondes de calcul',
    },
  },
  liveChunks: {
    caption:
      'Selon les dernières nouvelles du site hôte. Chaque tronçon de 20 Mb est phasé et imputé à part ; un tronçon écarté ne peut pas être imputé avec ce panel.',
    sentence: (all, states) =>
      `${count('fr', all, { one: '# tronçon', other: '# tronçons' })} : ${states}.`,
    counted: {
      waiting: (n) => `${formatNumber(n)} en attente`,
      phasing: (n) => `${formatNumber(n)} en phasage`,
      imputing: (n) => `${formatNumber(n)} en imputation`,
      done: (n) => count('fr', n, { one: '# terminé', other: '# terminés' }),
      failed: (n) => count('fr', n, { one: '# en échec', other: '# en échec' }),
      excluded: (n) => count('fr', n, { one: '# écarté', other: '# écartés' }),
    },
    states: {
      waiting: 'En attente',
      phasing: 'Phasage',
      imputing: 'Imputation',
      done: 'Terminé',
      failed: 'En échec',
      excluded: 'Écarté',
    },
    reasons: {
      'panel-overlap-low': 'recouvrement du panel de moins de 50 %',
      'too-few-variants': 'moins de 3 variants',
      'sample-call-rate-low': 'échantillons au taux d’appel de moins de 50 %',
    },
  },
  waterfall: {
    title: 'Ce que le contrôle qualité a écarté',
    caption:
      'Filtres dans l’ordre où le contrôle qualité regarde chaque variant ; un variant est compté une fois. Les noms sont ceux du Michigan Imputation Server. Les variants sont listés dans snps-excluded.txt, sauf ceux hors de l’étendue du panel, et dans snps-typed-only.txt.',
    sentence: (records, excluded, remaining) =>
      `Sur ${variants(records)}, ${count('fr', excluded, { one: '# a été écarté', other: '# ont été écartés' })} (${formatPercent(records === 0 ? 0 : excluded / records)}) ; ${formatNumber(remaining)} sont dans le panel et restent.`,
    switched: (n) =>
      `${variants(n)} ${n < 2 ? 'a' : 'ont'} un allèle alternatif dans plus de la moitié des haplotypes ; gardé${n < 2 ? '' : 's'}.`,
    axisX: 'Variants',
    at: (step, n, share) => `${step} : ${formatNumber(n)} (${share})`,
    steps: {
      records: 'Dans vos fichiers',
      outsidePanelRange: 'Hors de l’étendue du panel',
      multiallelic: 'Plus de deux allèles',
      invalidAlleles: 'Allèles invalides',
      duplicates: 'Doublons',
      filterFlag: 'Marqués par un filtre',
      indels: 'Insertions et délétions',
      monomorphic: 'Monomorphes',
      alleleSwitch: 'Allèles échangés',
      strandFlip: 'Brin inversé',
      strandFlipAndAlleleSwitch: 'Brin inversé et allèles échangés',
      alleleMismatch: 'Allèles discordants',
      lowCallRate: 'Taux d’appel sous 90 %',
      typedOnly: 'Absents du panel, gardés',
      remaining: 'Dans le panel, gardés',
    },
    columns: { step: 'Filtre', count: 'Variants', share: 'Part' },
  },
  callRates: {
    title: 'Taux d’appel de vos échantillons',
    caption:
      'Échantillons selon la part des variants gardés où ils ont un génotype. Seul votre propre site sait de qui il s’agit ; bcftools le dit à partir de vos fichiers.',
    axisX: 'Taux d’appel',
    axisY: 'Échantillons',
    sentence: (n, good, low) =>
      `${samples(n)} : ${formatNumber(good)} au taux d’appel de 98 % ou plus, ${formatNumber(low)} de moins de 90 %.`,
    chunkLimit: 'Un échantillon sous 50 % dans un tronçon rend ce tronçon inapte.',
    at: (from, to, n) => `Taux d’appel de ${from} à ${to} : ${samples(n)}`,
    columns: { from: 'Taux d’appel de', to: 'à', samples: 'Échantillons' },
  },
  classes: {
    title: 'Variants par classe de fréquence',
    caption:
      'Ce que contient le résultat : les variants imputés, selon leur qualité estimée par le moteur, et les typés.',
    axisX: 'Variants',
    sentence: (imputed, typed, typedOnly) =>
      `${formatNumber(imputed)} imputés, ${formatNumber(typed)} typés et dans le panel, ${formatNumber(typedOnly)} seulement typés.`,
    label: (label) => `MAF ${label}`,
    at: (label, imputed, good, typed) =>
      `MAF ${label} : ${formatNumber(imputed)} imputés, dont ${formatNumber(good)} avec R2 ≥ 0,8 ; ${formatNumber(typed)} typés`,
    parts: { high: 'R2 ≥ 0,8', middle: 'R2 de 0,3 à 0,8', low: 'R2 < 0,3', typed: 'Typés' },
    columns: {
      over: 'MAF au-dessus de',
      upTo: 'MAF jusqu’à',
      imputed: 'Imputés',
      atLeast03: 'R2 ≥ 0,3',
      atLeast08: 'R2 ≥ 0,8',
      typed: 'Typés',
      typedOnly: 'Seulement typés',
    },
  },
  methods: {
    title: 'Méthodes',
    lead: 'Pour votre article, d’après ce que cette exécution a vraiment utilisé. Accordez-le avec ce que vous avez fait avant et après.',
    paragraph: 'Paragraphe',
    references: 'Références',
    ownText: 'Ajoutez la référence que demande le panel ; sa page la donne.',
    input: (n, variantsIn, build) =>
      `Les génotypes de ${samples(n)} à ${variants(variantsIn)} (${build}) ont été imputés avec Crosspanel, un service fédéré d’imputation.`,
    checked: (n, variantsIn, build) =>
      `Les génotypes de ${samples(n)} à ${variants(variantsIn)} (${build}) ont été contrôlés en vue d’une imputation avec Crosspanel, un service fédéré d’imputation.`,
    control: (excluded, remaining) =>
      `Le contrôle qualité a suivi le Michigan Imputation Server : il a gardé ${variants(remaining)} et en a écarté ${formatNumber(excluded)}, hors de l’étendue du panel, marqués par un filtre, multialléliques, invalides, en double ou monomorphes, aux allèles discordants, échangés ou d’un autre brin, ou d’un taux d’appel de moins de 90 %.`,
    chunks: (left, all) =>
      `${formatNumber(left)} des ${count('fr', all, { one: '# tronçon', other: '# tronçons' })} ${left < 2 ? 'avait' : 'avaient'} trop peu de variants, trop peu de recouvrement avec le panel ou des échantillons au taux d’appel de moins de 50 %, et ${left < 2 ? 'n’a' : 'n’ont'} pas été ${left < 2 ? 'imputé' : 'imputés'}.`,
    frequency: (population, outliers) =>
      `Les fréquences alléliques ont été comparées avec la population ${population} du panel (${count('fr', outliers, { one: '# valeur aberrante', other: '# valeurs aberrantes' })} au khi-deux de plus de 300).`,
    phased: (engine) =>
      `Les haplotypes ont été phasés avec ${engine} face au panel, par tronçons de 20 Mb avec 5 Mb de chaque côté.`,
    notPhased: 'La phase des données d’entrée a été utilisée telle quelle.',
    imputed: (engine, panel, people, digest) =>
      `${engine} a imputé par tronçons de 20 Mb avec des fenêtres de 500 kb de chaque côté à partir du panel ${panel} (${count('fr', people, { one: '# personne', other: '# personnes' })} ; SHA-256 ${digest}).`,
    minR2: (minR2) => `Les variants au R2 estimé de moins de ${minR2} ont été écartés.`,
    result: (n, mean) =>
      `Le résultat contient ${variants(n)} ; le R2 estimé moyen des variants imputés était de ${mean}.`,
    er2: (mean) => `Le R2 moyen aux variants typés, chacun laissé de côté (ER2), était de ${mean}.`,
    chromosomes: (list) => `Chromosomes : ${list}.`,
    date: (day) => `L’exécution s’est terminée le ${day}.`,
  },
}
