import { count } from '../../i18n/format.ts'
import type { Dictionary } from '../../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'Panels de référence de ce site',
  add: 'Ajouter un panel',
  list: 'Panels',
  none: 'Ce site ne sert aucun panel',
  noneText:
    'Un panel se construit à partir de fichiers VCF ou BCF phasés, sur la machine du nœud. Aucun haplotype ne quitte le site.',
  columns: {
    panel: 'Panel',
    state: 'État',
    build: 'Assemblage',
    samples: 'Échantillons',
    chromosomes: 'Chromosomes',
    access: 'Utilisable par',
    size: 'Fichiers',
    made: 'Créé',
    actions: 'Actions',
  },
  states: { published: 'servi', withdrawn: 'retiré' },
  version: (version) => `version ${version}`,
  own: 'ce site seul',
  members: 'tout site actif',
  withdraw: 'Retirer',
  withdrawOf: (name) => `Retirer ${name}`,
  withdrawTitle: (name) => `Retirer ${name} ?`,
  withdrawText:
    'Les exécutions en cours se terminent ; celles qui attendent échouent, et aucune nouvelle n’est acceptée. Ses fichiers restent tant qu’on en a besoin.',
  withdrawn: 'Le panel est retiré',
  tasks: 'Ajouts',
  noTasks: 'Aucun panel n’a encore été ajouté.',
  taskStates: { running: 'en cours', done: 'fait', failed: 'échec' },
  taskOf: (panel) => `Ajout de ${panel}`,
  begun: 'Début',
  ended: 'fin',
  steps: (done, total) =>
    `${done} sur ${count('fr', total, { one: '# étape', other: '# étapes' })}`,
  form: {
    lead: 'Les fichiers doivent être sur la machine du nœud, lisibles par son utilisateur.',
    name: 'Identifiant sur ce site',
    nameHint: (siteId) => `Minuscules, chiffres, points et tirets ; il devient ${siteId}/…`,
    title: 'Titre',
    version: 'Version',
    versionHint: 'Par exemple 2026-11 ou v6',
    build: 'Assemblage du génome',
    genotypeFiles: 'Fichiers de génotypes',
    genotypeHint:
      'VCF ou BCF phasés, un chemin absolu par ligne ; chacun peut avoir un ou plusieurs autosomes.',
    mapFiles: 'Cartes génétiques',
    mapHint: 'Format SHAPEIT, PLINK ou Eagle, un chemin par ligne. Sans elles, 1 cM/Mb partout.',
    populationFile: 'Populations',
    populationHint:
      'Chemin d’un fichier avec échantillon et population par ligne ; on peut alors comparer les fréquences.',
    access: 'Utilisable par',
    own: 'Ce site seul',
    members: 'Tout site actif de la fédération',
    some: 'Ces sites',
    sites: 'Identifiants des sites',
    sitesHint: 'Un par ligne, par exemple site:lund',
    sketch: 'Publier un extrait de ses sites',
    sketchHint:
      'Un échantillon de 20 000 positions et allèles, sans fréquences ni génotypes, par lequel les chercheurs des sites qui peuvent l’utiliser voient quelle part de leurs variants le panel contient.',
    minSamples: 'Nombre minimal d’échantillons par travail',
    maxSamples: 'Nombre maximal d’échantillons par travail',
    licence: 'Licence',
    terms: 'Conditions d’utilisation',
    termsHint: 'Texte simple que chaque chercheur accepte avant un travail.',
    begin: 'Construire et publier',
    begun: 'Le panel est en construction',
  },
}
