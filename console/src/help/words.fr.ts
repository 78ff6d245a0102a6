import { count } from '../i18n/format.ts'
import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  title: 'Aide',
  begin: {
    title: 'Imputer vos génotypes',
    files:
      'Choisissez vos fichiers VCF. Ils sont vérifiés dans votre navigateur ; rien n’est envoyé avant que vous ne le disiez.',
    panel:
      'Choisissez un panel de référence. Chacun dit ce qui plaide pour lui et contre lui, avec vos fichiers.',
    key: 'Créez une clé. Les résultats sont chiffrés pour elle chez l’hôte ; vous seul pouvez les ouvrir.',
    results:
      'Soumettez. Vous serez averti quand les résultats sont prêts ; téléchargez et ouvrez-les ici ou par `crosspanel download`.',
    go: 'Commencer un nouveau travail',
  },
  errors: {
    title: 'Erreurs',
    text: 'Ce qu’un site peut refuser, selon le code que porte chaque refus.',
    go: 'Chercher une erreur',
    search: 'Rechercher',
    found: (n) => count('fr', n, { one: '# erreur', other: '# erreurs' }),
    none: 'Aucune erreur ne contient ces mots',
    unknown: 'Il n’y a pas d’erreur avec ce code',
    means: 'Ce que cela veut dire',
    fix: 'Comment y remédier',
    status: 'Statut HTTP',
  },
  recipes: {
    title: 'Préparer vos fichiers',
    text: 'Les commandes des étapes usuelles, avec bcftools et plink2 sur votre propre machine.',
    compress: 'Compresser en BGZF (un simple gzip ne convient pas) et indexer',
    split: 'Un fichier par chromosome',
    sort: 'Trier par position',
    plink: 'De PLINK bed, bim et fam vers VCF',
    rename: 'De chr20 à 20 (GRCh37 n’a pas de préfixe ; GRCh38 en a un)',
    align:
      'Fixer les allèles de référence selon le génome, et dire où les brins ne conviennent pas',
  },
  ask: {
    title: 'À qui demander',
    text: 'Les administrateurs de votre site connaissent son stockage, ses comptes et sa fédération. Donnez-leur le code et l’identifiant de requête de l’erreur.',
    status: 'État de ce site',
    api: 'Description de l’API',
  },
}
