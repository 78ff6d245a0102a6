/** The code of the population that everybody in a panel is in. */
export const EVERYBODY = 'ALL'
