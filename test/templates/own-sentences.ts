/** Sentences as stores would write them into a message, near to what the rules forbid; `{...}` is filled in. */
export const GOOD_SENTENCES = `
Thank you for choosing Alder Bay.
Thanks for shopping with Alder Bay, see you soon!
Alder Bay wishes you a good evening.
Have a great night and thanks again!
We love our neighbors in San Francisco.
Proudly serving San Diego and Santa Monica since 2019.
Open every day from 9 AM to 9:45 PM.
We are open 8-10, seven days a week.
Open 24/7, even on Christmas Eve.
For Memorial Day we close at 6 PM.
Closed on Martin Luther King Day.
Closed for Thanksgiving and Cesar Chavez Day.
Happy New Year from all of us!
For Labor Day Weekend expect longer waits.
Happy holidays! Drivers are busy tonight.
It is 4:20 PM somewhere.
Our last run leaves at 4:20 PM today.
Park in the visitor lot, please.
Please leave the driveway clear.
Use the side gate on the left.
Gate code? Send it with the form on your page.
Buzz unit B and come down to the lobby.
Meet your driver at Gate 2, Level 3.
Ask for the front desk if the bell is broken.
Ask for Building Manager if the gate is shut.
Drivers cannot leave orders at the door.
Please have a scannable ID ready.
A passport or state ID works too.
Expired IDs cannot be accepted, sorry.
The name on your ID must match the order.
You must be 21+ with a valid photo ID.
No ID, no handoff. Thank you for understanding.
Only the person who ordered can sign.
Please sign with your finger, it takes a second.
Cash or debit at the door, exact change helps.
Your driver carries no change.
Please keep dogs inside, drivers are shy.
Turn on the porch light for {driver}, please.
{driver} will call when outside.
{driver} is almost there, see you soon.
Meet {driver} outside, please.
Look for {driver} in a Doorstep jacket.
Ask for {driver} Friday or Saturday.
Your driver is Sam.
Maria at the front desk can help: {phone}.
Call us at {phone} if plans change.
Questions? Dial {phone}, option 2.
Order {order} is on its way!
Your order {order} arrives {window}, traffic willing.
Rain today: {window} may shift a little.
Roads are icy tonight, thanks for waiting.
A road closure slows us down, sorry about that.
We had a flat tire. New time: {window}.
Sorry! We know how annoying waiting is.
It won't be long now.
Don't forget your ID.
Driver's on the way, y'all!
Mr. Weaver is our oldest driver, be kind.
Rosa and Jack packed this one for you.
Packed with care by Grace.
We will text you once more at the door.
Reply here and we answer within minutes.
Tell us how it went on your page.
Thanks a million, you are the best!
This is a one-time reminder.
Pre-orders open Monday at noon.
Up-to-date times are on your page.
Door-to-door in 45 minutes, guaranteed.
Please knock, don't ring: baby asleep signs are respected.
Have Your ID Ready At The Door, Please
Thank You For Your Patience Tonight
THANK YOU FOR YOUR PATIENCE
PLEASE HAVE YOUR ID READY
Orders A-33 and B-12 ride together today.
Building C, then D, then E.
A, B or C: any entrance works.
U.S. passports are fine, so are U.K. ones.
The L.A. traffic is what it is.
Level P2 or P3? Tell us on your page.
Bus lines 4 and 20 are detoured, so are we.
420 Main says thanks!
Green Leaf Provisions thanks you.
High Tide Market thanks you.
The Grasshopper Co-op says hello.
Bud's Bakery next door waves hello.
We can nab it from the shelf in no time.
Weeding the garden? We wait for you.
Tweed jackets on, our drivers look sharp.
Sooo close now!
Mmm, almost dinner time.
Yesss, it is on the way!
Two more stops and we are with you.
Ten minutes more, promise.
One of two stops is done.
A pound of patience, please.
The 2nd door on the left, 3rd floor.
Text STOP any time.
No cash? Apple Pay works.
Please read the note from Front Desk.
For Apple Wallet users: your pass updates itself.
Works with Google Maps and Apple Maps.
Go Giants! Our drivers are cheering too.
Look for a white Toyota Prius with our sticker.
Deliveries to Treasure Island take ten minutes longer.
Voted best delivery in Sonoma County, thank you.
Happy St. Patrick's Day!

Mary Jo and Billy Bob say hi.
Bud’s Bakery next door waves hello.
Order P07 rides along.
Open till 6 PM. High Street is closed.
MARIA WAITS AT THE GATE
San Francisco Giants fans: traffic is heavy.
Look for New Horizons on the gate.
Ask for Delivery Dan at the gate.
Thanks For Waiting! Look For Blue Sedans Parked Outside
`

export const GOOD_SENTENCES_SPANISH = `
Gracias por elegir Alder Bay.
Gracias por su compra, ¡hasta pronto!
Alder Bay le desea buenas noches.
¡Que tenga una linda tarde!
Abrimos todos los días de 9 a 21 horas.
Abierto de lunes a viernes, 9:00 a 18:30.
Cerramos a las 4:20 p. m. por inventario.
Cerrado por Año Nuevo y Navidad.
Para Semana Santa abrimos más tarde.
Para Día de Muertos cerramos temprano.
Feliz Día de las Madres.
Servimos a San José y Santa Ana.
Llegamos a Los Ángeles en una hora.
Estacione en el lote de visitas, por favor.
Deje libre la entrada, por favor.
Use el portón de la izquierda.
El código del portón va en su página.
Espere en la recepción del edificio B.
Toque el timbre 2 y baje al lobby.
Pregunte por la recepción si no hay timbre.
Pregunte por Servicio al Cliente.
No dejamos pedidos en la puerta.
Tenga a mano su identificación oficial.
Un pasaporte vigente también sirve.
No aceptamos identificaciones vencidas.
El nombre debe coincidir con el pedido.
Debe tener 21 años cumplidos.
Solo firma quien hizo el pedido.
Efectivo o débito en la puerta.
El repartidor no lleva cambio.
Guarde a su perro, por favor.
Encienda la luz para {driver}, por favor.
{driver} le llama al llegar.
{driver} ya casi llega.
Busque a {driver} con chaqueta verde.
Llame al {phone} si cambia de planes.
¿Preguntas? Marque {phone}, opción 2.
Su pedido {order} ya va en camino.
Llega entre {window}, si el tráfico deja.
Hoy llueve: la hora {window} puede variar.
Hay obras en el camino, disculpe.
Se nos ponchó una llanta. Nueva hora: {window}.
Perdón por la espera, de verdad.
Ya falta poco.
Ana y Luis prepararon este pedido.
El Sr. Ramírez es nuestro mejor repartidor.
Doña Carmen le manda saludos.
Le escribimos una vez más en la puerta.
Cuéntenos cómo le fue en su página.
Como se indica en su página, son 10 minutos.
Dos paradas más y llegamos.
Uno o dos minutos más.
Edificio A o B, y a la derecha.
El 2º piso, puerta 3.
¡Siií, ya va!
ya estamos a 5 o 6 minutos
TENGA LISTA SU IDENTIFICACION
Con gusto le atendemos.
Con Alder Bay siempre llega.
La tienda de la esquina también saluda.
Pronto, con calma y con cuidado.
Con Apple Pay o efectivo.
Para Los Angeles y Long Beach: una hora más.
Para Nochebuena abrimos hasta las 6 p. m.
Hoy juega México: puede haber tráfico.
Saludos de Rosa, Pepe y Lupita.
Juan Carlos va en camino.
A sus órdenes, el equipo de Alder Bay.
Traiga su INE o pasaporte.
Por su seguridad, no abrimos paquetes.
`

/** With the rule that each breaks. */
export const BAD_SENTENCES = {
  'product-word': `
Your wееd is here
Your ԝeed is here
Your ｗｅｅｄ is here
Your 𝐰𝐞𝐞𝐝 is here
Your ᴡᴇᴇᴅ is here
Your 🆆🅴🅴🅳 is here
Your 🇼🇪🇪🇩 is here
w.e.e.d
w e e d
w - e - e - d
W. E. E. D. tonight
a w e e d delivery
w_e_e_d
w🙂e🙂e🙂d
w33d
W33d delivered
w3ed
we-ed for you
w**d for you
w\u2800eed
we\u3164ed
we\uffa0ed
we\u115fed
we\u034fed
we\u00aded
we\u200bed
we\u2060ed
we\u{e0061}ed
weeeed
your w eed
your po t
vveed
саnnаbіs
ϲannabis
с а n n a b i s
can na bis
can-na-bis
can\u2800na\u2800bis
c4nn4bi5
cannab1s
kannab c4nnab1s
mar1juana
M.a.r.i.j.u.a.n.a
ed1bles
EdibIes tonight
еdіblеs
3dibles tonight
gumm1es
g u m m i e s
v4pes
p0t
p.o.t
t h c
T.H.C.
TН С ТНС
7HC
c.b.d
C8D
ku5h
h3mp
hernp
b0ng
j0ints
pre-r0lls
1ndica
lndica
sat1va
fl0wer
fIower
d4bs
bud$
Your Blue Dream is packed
BlueDream is packed
Blue-Dream is packed
Blu3 Dr3am is packed
Вlue Drеam is packed
Girl Scout Cookies are packed
Gorilla Glue for you
Sour Diesel tonight
Gelato 33 is packed
Gelato-41 is packed
Wedding Cake is on the way
Northern Lights is on the way
Jack Herer is on the way
Granddaddy Purple tonight
Grand Daddy Purp tonight
Runtz for you
Zkittlez for you
Pineapple Express is near
White Widow is near
Purple Haze is near
Su Blue Dream está listo
Su Green Crack va en camino
Durban Poison, at last
Charlotte's Web, at last
Charlotte’s Web, at last
Happy fall 🍂
Fresh 🥬 today
su m0ta
su m o t a
su mоtа
g0mitas
h1erba
f.l.o.r.e.s
`,
  quantity: `
two grams of it
an ounce of it
dos gramos
una onza lista
٣ grams
３ grams
tres paquetes
`,
  price: `
twenty dollars off
veinte dólares menos
cien pesos
90¢ off
５ dollars off
`,
  link: `
See evil.com
See evil．com
See evil․com
See evil。com
See evil｡com
See evil﹒com
See еvil.com
See evil\u2800.com
See evil\u200b.com
See evil .com
See evil . com
See evil. com
See evil dot com
Vea evil punto com
See evil(.)com
See evil [dot] com
bit.ly/x
b i t . ly bit.ly
See пример.рф
See xn--e1afmkfd.xn--p1ai
See mañana.com
See 🍕.com
See 192.168.0.1
See 10.0.0.1:8080/x
See HTTPS://x
ftp://x
www.alder
w w w www.alder
mailto:ana
ana@alder
ana@alder.example
track.example.com/evil
ｈｔｔｐｓ：//x
Thanks.See you
we.ed for you
mariju@na tonight
v@pe tonight
`,
  'full-name': `
Ask for Maria Gonzalez Ruiz
Ask for Maria Gonzalez
ask for maria gonzalez
ASK FOR MARIA GONZALEZ
Ask for María González
Ask for Мaria Gonzalez
Maria Gonzalez is your driver
Maria G. Gonzalez is your driver
J. Gonzalez is your driver
Call John Smith at {phone}
Your driver is Sam Okonkwo
Packed by Jennifer Kowalczyk
{driver} Rivera is on the way
{driver} O'Brien is on the way
{driver} de la Cruz is on the way
Ask for Wanda Kowalczyk
Speak with Wanda Kowalczyk at the desk
Order for Wanda Kowalczyk
For Mrs. Wanda Kowalczyk
Mr. Aurelio Weaver is your driver
Mrs Okonkwo Adebayo signed
Handed to Wanda Kowalczyk
Signed by Wanda Kowalczyk
My name is Wanda Kowalczyk
Pregunte por Ana María López
Llame a Juan Pérez
Llame a Wanda Kowalczyk
Para Juan de la Cruz
Para Wanda Kowalczyk
Para Ulalume Morales
Pedido para Ulalume Kowalczyk
Entregado a Ana Torres
Soy Wanda Kowalczyk, su repartidora
Me llamo José Hernández
La Sra. Wanda Kowalczyk firma
Don Aurelio Buendía firma
Su repartidor es Juan Carlos Reyes
`,
} as const
