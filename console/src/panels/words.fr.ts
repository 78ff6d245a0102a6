import { count } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'Panels de référence',
  lead: 'Un panel reste où il est : vos génotypes vont à lui, chiffrés, et reviennent imputés.',
  panel: 'Panel',
  noneTitle: 'Aucun panel n’est visible',
  none: 'Votre site n’en détient aucun et n’en connaît aucun. Les administrateurs de votre site peuvent rejoindre une fédération ou ajouter un panel.',
  unreachable: (n) =>
    count('fr', n, {
      one: 'L’hôte de # panel n’a pas donné de nouvelles depuis un moment ; il est montré tel qu’il était.',
      other:
        'Les hôtes de # panels n’ont pas donné de nouvelles depuis un moment ; ils sont montrés tels qu’ils étaient.',
    }),
  closed: 'Pas ouvert à votre site',
  host: 'Hôte',
  hostLoad: 'Charge de l’hôte',
  populations: 'Ascendance',
  noPopulations: 'non indiquée',
  people: (n) => count('fr', n, { one: '# personne', other: '# personnes' }),
  build: 'Assemblage',
  samples: 'Personnes',
  variants: 'Variants',
  chromosomes: 'Chromosomes',
  chromosome: 'Chromosome',
  from: 'De',
  to: 'À',
  version: (version) => `Version ${version}`,
  versionName: 'Version',
  load: (running, queued) => `${running} en cours, ${queued} en attente`,
  told: (age) => `d’après lui, ${age}`,
  toldNothing: 'pas encore indiquée',
  choose: (title) => `Comparer ${title}`,
  compare: (n) => (n === 0 ? 'Comparer' : `Comparer ${n}`),
  compareHint: (most) => `Choisissez-en jusqu’à ${most}.`,
  compareTitle: 'Panels côte à côte',
  nothingChosen: 'Aucun panel à comparer n’est choisi',
  use: 'Utilisable',
  wait: 'Attente dans la file',
  waitWords: (half, most, runs) =>
    `la moitié des travaux en ${half}, neuf sur dix en ${most} (sur ${runs} terminés)`,
  noTimes: 'Pas encore connue : trop peu de travaux s’y sont terminés.',
  phasing: 'Moteurs de phasage',
  engines: { eagle: 'Eagle', shapeit4: 'SHAPEIT4' },
  cohort: 'Taille d’une cohorte',
  cohortWords: (least, most) => `${least} à ${most} personnes`,
  sketch: 'Extrait de ses variants',
  noSketch: 'non publié',
  sketchClosed: 'pour les sites qui peuvent utiliser le panel',
  sketchWords: (n) =>
    count('fr', n, {
      one: '# variant, auquel comparer les vôtres',
      other: '# variants, auxquels comparer les vôtres',
    }),
  licence: 'Licence',
  notTold: 'non indiquée',
  about: 'À propos de ce panel',
  terms: 'Conditions d’utilisation',
  naming: 'Comment le nommer',
  namingText:
    'L’empreinte couvre chaque fichier du panel, si bien que d’autres savent exactement avec quoi l’imputation a été faite.',
  citation: (title, version, host, id, digest) =>
    `${title}, version ${version}, détenu par ${host} (${id}, SHA-256 ${digest})`,
  newJob: 'Nouveau travail',
}
