/** What a message may say: as stores really word such things, near to what the rules forbid. */
export const GOOD = `
Your order is on the way.
Your order 1042 arrives 6:20-6:40 PM. Have your government photo ID ready.
Order #4207 has left the store.
Sam is on the way with your order.
You are the next stop.
There are 4 stops before yours.
Running 15 min late, sorry!
Your driver is 2 miles away.
Your driver is 0.5 mi away.
Arriving in 10 minutes.
Arrives at 6:05 PM today.
Delivered at 7:42 PM. Thank you.
Please meet the driver at the door.
Please bring your ID to the door.
You must be 21 or over.
Have a valid government-issued ID in hand.
Signature required at the door.
We could not deliver your order. Call (707) 555-0100.
Call us at 415-555-0123 with questions.
Questions? Text us back.
Reply STOP to opt out.
Reply HELP for help.
https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA
Follow it here: https://t.alderbay.example/t/AbCd1234
Track it: https://track.example.com/t/THCweed420Kush9aZ1bQ
Your order was canceled by the store.
Your order is back at the store.
The driver waits for 5 minutes.
The driver could not reach the door safely.
Nobody came to the door.
Your window is now 8:10-8:35 PM.
Sooner after all: 6:20-6:40 PM.
Back on time: 6:20.
The time changed. See your tracking page.
Traffic is heavy on Highway 1.
The gate was closed. Please open it.
Please leave the porch light on.
Is the gate code still right?
The buzzer did not work.
We called but got no answer.
We will try again tomorrow at 10 AM.
Next attempt: Friday, April 24.
Happy Friday! Your order leaves at 4 PM.
Your receipt is on the tracking page.
Payment due at the door.
Please have the exact amount ready.
Cash only, please.
Your order is paid. Nothing is due.
Rate your delivery: how did we do?
4 of 5 stars, thank you!
We packed your order.
Your order is being packed.
It will be at your door by 9.
Order 1042: out for delivery.
Order A-17 is next.
Order 20260424-7 is ready.
Order 88 is 1 of 3 today.
Alder Bay: your order is close by.
Alder Bay Provisions LLC, License C10-0000123-LIC
High Street Goods: your order is on the way.
Bud's Bakery: your order is on the way.
Green Leaf Goods: your order is on the way.
Rose Garden: your order arrives 6:20 PM.
The Grassroots Co-op: your order has left.
Mary is on the way with your order.
Jane is on the way with your order.
Mr. Weaver is your driver today.
Basil is on the way with your order.
Ashley is close by with your order.
Herb is on the way with your order.
`

export const GOOD_SPANISH = `
Su pedido va en camino.
Su pedido 1042 llega de 6:20 a 6:40 p. m.
Tenga lista su identificación oficial con foto.
Tenga a mano su ID oficial con foto.
Debe tener 21 años o más.
La próxima parada es la suya.
Hay 3 paradas antes de la suya.
Sam va en camino con su pedido.
Su repartidor está a 10 minutos.
Vamos con 15 min de retraso. Disculpe la espera.
Entregado a las 7:42 p. m. Gracias.
No pudimos entregar su pedido.
Llame al (707) 555-0100.
Nadie abrió la puerta.
No pudimos encontrar la dirección.
Seguir mi entrega: https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA
Responda STOP para darse de baja.
Responda AYUDA si necesita ayuda.
Estamos empacando su pedido.
Le avisaremos cuando salga.
Su página de seguimiento muestra la hora más reciente.
Espere afuera, como se indica en su página.
El reparto se indica en la página.
Su pedido viene de nuevo a tiempo.
Recuperamos el retraso.
El repartidor espera 5 minutos.
Pago en la puerta.
Su pedido ya está pagado.
Por favor, encienda la luz de la entrada.
Viernes, 24 de abril
Yerba Buena Tienda: su pedido va en camino.
Su tienda: su pedido va en camino.
Volveremos mañana a las 10.
Gracias por su compra.
Hola, Ana. Su pedido ya casi llega.
Firme al recibir su pedido.
El portón estaba cerrado.
¿Sigue siendo correcto el código del portón?
Este pedido fue cancelado por la tienda.
Su pedido volvió a la tienda.
`

/** What no message may say. */
export const BAD = `
Your weed is on the way
Your cannabis order arrives at 6:20
Your Cannabis.
CANNABIS delivery
c\u200bannabis is here
ｃａｎｎａｂｉｓ
Your marijuana has left
Marihuana delivery
Your 3.5g is here
Your 3.5 g is here
1/8 oz for you
1/8th is packed
an eighth is packed
Half an ounce is on the way
2 ounces are on the way
28 grams on the way
A 10 pack for you
10mg each
100 mg of it
5 units packed
2 items packed
1 lb is waiting
Your THC order
THCa is back
CBD oil is packed
Delta-8 is packed
delta 9 for you
Your Blue Dream strain
A new strain is here
Pure indica for tonight
Sativa for the morning
OG Kush is here
Kush is packed
Edibles are on the way
Your edible is here
Gummies are packed
One gummy left
Your vape is on the way
Vapes are here
Vape cartridge packed
Cartridges are packed
Pre-rolls are packed
Your pre roll is here
prerolls on the way
Your joint is here
Three blunts for you
A bong for you
Dabs for days
Fresh buds for you
Pot for you
Your potshop delivers
Ganja is on the way
A doobie for you
Mary Jane is on her way
Hemp goods packed
Hash oil is packed
Kief is packed
Live resin is packed
Rosin is packed
Shatter is packed
A tincture is packed
Concentrates are packed
Get high tonight
420-friendly
Your dispensary: order is on the way
From your favorite dispensaries
Your budtender packed it
Weedmaps order is on the way
Flower is packed
Flowers are packed
Order 1042 🍁
Your order 🌿 is near
🍃 on the way
🍀 order
💨 order
Total: $84.50
$5 due
84.50 USD due
40 dollars due
€20 due
20€ due
50 cents off
Your order for 12 Oak Street is near
We are at 4200 Mission Blvd
Coming to 19 Elm Ave
Delivered to 123 Main St
123 North Oak Street
77 Calle Sol
Calle Luna 12
Avenida Juarez 400
Apt 4B 12
Apartment 12
Suite 300
P.O. Box 77
Oakland, CA 94607
38.33170, -123.04610
Track: bit.ly/abc123
Track: https://tinyurl.com/abc
t.co/abc
https://goo.gl/abc
is.gd/abc
rb.gy/abc
`

export const BAD_SPANISH = `
Su marihuana va en camino
Su cannabis llegó
Su mota llegó
Su hierba está lista
Un porro para usted
Dos canutos
Sus gomitas van en camino
Sus comestibles van en camino
Su vaporizador llegó
Su vapeador llegó
Flores listas
La flor está lista
Cogollos frescos
Una cepa nueva
Hachís listo
Cáñamo listo
Tinturas listas
Cartuchos listos
Concentrados listos
Su dispensario: pedido en camino
3 gramos listos
Media onza lista
2 onzas listas
10 miligramos
5 unidades
Total: 40 pesos
20 dólares
50 centavos
Llegamos a Calle Sol 12
Avenida Reforma 400
Depto 5
Apto. 12
`

/** Each line by itself. */
export const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')
