export const en = {
  httpsTitle: 'This page needs https',
  httpsSeen: 'Its address begins with http, from another machine than this one.',
  httpsWhy:
    'Browsers let no page that came unencrypted check files or handle keys: somebody on the way could have changed it.',
  httpsFix: 'Open the same address with https, or ask the administrators of your site for it.',
}
