import type { Dictionary } from '../i18n/words.ts'
import type { en } from './words.en.ts'

export const fr: Dictionary<typeof en> = {
  httpsTitle: 'Cette page demande https',
  httpsSeen: 'Son adresse commence par http, depuis une autre machine que celle-ci.',
  httpsWhy:
    'Les navigateurs ne laissent aucune page arrivée sans chiffrement contrôler des fichiers ou manier des clés : quelqu’un sur le chemin aurait pu la modifier.',
  httpsFix: 'Ouvrez la même adresse en https, ou demandez-la aux administrateurs de votre site.',
}
