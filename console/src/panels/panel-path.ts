/** A panel's place in the API: `/panels/site:lund/nordic` for its id `site:lund/nordic`. */
export function panelPath(panelId: string): { readonly site: string; readonly name: string } {
  const [site = '', name = ''] = panelId.split('/')
  return { site, name }
}
