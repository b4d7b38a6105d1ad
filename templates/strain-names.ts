/**
 * Well-known names of strains, each as people say it; a space also stands for a hyphen or for nothing. Left out is what is
 * an everyday word, a place, somebody's name or the number of an order (Gelato, Cherry Pie, Orange Cookies, Trainwreck,
 * Durban, Tangie, GG4), and every name with `kush`, which is a word for the goods by itself.
 */
const NAMES = `
acapulco gold
ak 47
alaskan thunder ?fuck
amnesia haze
animal cookies
animal mints
apple fritter
banana og
berry white
black cherry gelato
blackberry diesel
blue dream
blue zushi
bruce banner
bubba og
bubblegum diesel
candyland haze
cereal milk
charlotte's web
chem 91
chem ?da?wgs?
chemdogs?
chocolope
cinderella 99
death star og
dosidos
durban poison
fire og
forbidden og
fruity pebbles og
garlic cookies
gary payton
gelato (?:25|33|41|42|45)
gelonade
georgia pie
ghost og
ghost train haze
girl scout cookies
godfather og
golden goat
gorilla cookies
gorilla glue
grand ?daddy purp(?:le|s)?
grape ape
grape gas
grape stomper
green crack
hawaiian snow
headband og
ice cream cake
ice queen og
island sweet skunk
jack herer
kali mist
king louis xiii
lamb's bread
larry og
lemon cherry gelato
lemon (?:super )?haze
lemon skunk
london pound cake
lucky charms og
maui wow(?:ie|ee|y)
mendo breath
modified grapes
moon ?rocks
motor ?breath
mowie wowie
northern lights
nyc diesel
oreoz
panama red
peanut butter breath
pineapple express
platinum cookies
purple afghani
purple haze
purple punch
purple urkle
rainbow belts
red congolese
ringo's gift
romulan
runtz
sfv og
sherbinskis?
sherblato
skywalker og
slurricane
snoop's dream
sour (?:diesel|tangie|tsunami)
space queen
strawberry (?:cough|diesel)
sunset sherbe(?:r)?t
super boof
super (?:lemon|silver) haze
super skunk
tahoe og
tangerine dream
thai sticks?
triangle mints
tropicana cookies
vietnam black
wedding cake
white (?:rhino|widow)
wifi og
zkittle[sz]
zoap
`

/** As patterns over folded text, each a whole phrase. */
export const STRAINS: string[] = NAMES.trim()
  .split('\n')
  .map((name) => name.replaceAll(/ \??/g, '[- ]?').replaceAll("'", "'?"))
