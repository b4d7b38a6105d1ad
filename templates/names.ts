/** The commonest given names and family names of the United States, in English and Spanish, but those that are words. */

export const GIVEN = `
aaron abel abigail adam adan adrian adriana agustin alan albert alberto alejandra alejandro alex alexander alexis
alfonso alfredo alice alicia allison alma alyssa amalia amanda amber amelia amparo amy ana anabel andrea andres
andrew angela angelica ann anna anne annie anthony antonio ariana armando arthur arturo ashley audrey aurelio
barbara beatriz ben benjamin bernard bernardo bernice berta beth betty beverly billy blanca bob bobby bonnie brad
brandon brenda brian bruce bruno bryan bryce caleb calvin cameron camila carl carla carlos carmen carol caroline
carolyn carrie casey cassandra catalina catherine cathy cecilia celia cesar chad charles cheryl chloe chris
christian christina christine christopher cindy clara clarence claudia clemente clifford cody colleen connie corey
craig cristian cristina curtis cynthia dan daniel daniela danielle danny darrell darren dave david deanna debbie
deborah debra delia denise dennis derek derrick devin diana diane diego donald donna doris dorothy douglas duane
dustin dwight dylan eddie edgar edith edna eduardo edward edwin efrain eileen elaine eleanor elena elias elizabeth
ella ellen elsa elsie elvira emilia emiliano emilio emily emma enrique eric erica erika erin ernest ernesto esteban
estela esther ethan ethel eugene eugenio eva evelyn ezequiel fabian fatima fausto federico felicia felipe felix
fermin fernanda fernando fidel frances francis francisco fred frederick gabriel gabriela gail gary gavin geoffrey
george gerald gerardo gilberto gina gladys glenn gloria gordon greg gregory greta griselda guadalupe guillermo
gustavo gwendolyn hannah harold harry harvey heather hector heidi helen henry herbert hilda howard hugo humberto ian
ignacio ines irene irma isaac isabel isabella ismael itzel ivan jack jackie jacob jacqueline jaime jairo jake james
jamie janet janice jared jason javier jazmin jean jeanette jeanne jeff jeffrey jennifer jenny jeremiah jeremy jerome
jerry jesse jessica jesus jill jim jimena jimmy jo joan joann joanna joaquin jodi joe joel john johnny jonathan
jorge jose josefina joseph josephine joshua josiah joyce juan juana juanita judith judy julia julian julie julio
justin karen karina karla kate katherine kathleen kathryn kathy katie katrina kayla keith kelly ken kendra kenneth
kevin kimberly kirk kristen kristin kristina kurt kyle larry latoya laura lauren lawrence leah leon leonardo leroy
leslie lester leticia liam lillian linda lisa liz lloyd logan lois lonnie lorena lorenzo lori louis lucas lucia
luciano lucille lucy luis luisa luke lupe lydia lynn mabel madison magdalena manuel manuela marcela marcelo marco
marcos marcus margaret margarita maria marian mariana maribel marie marilyn mario marion marisol marjorie marlene
marta martha martin marvin mary mateo matt matthew maureen maurice mauricio maxine megan melanie melissa michael
michelle miguel mike mildred milton mireya miriam mohammed moises monica muhammad nancy naomi natalia natalie nathan
neil nelly nestor nicholas nick nicole nina noah noe nora norma norman octavio ofelia olga oliver olivia omar oscar
owen pablo pamela paola patricia patrick paul paula pedro peggy pepe peter philip phyllis pilar priscilla rachel
rafael ralph ramiro ramon randy raquel raul raymond rebecca renata rene renee rhonda ricardo richard rick rigoberto
rita robert roberto rocio rodney rodolfo rodrigo rogelio roger rolando ron ronald ronnie rosa rosario roxana roxanne
roy ruben russell ruth ryan sabrina sally salvador sam samantha samuel sandra santiago sara sarah saul scott sean
sebastian sergio seth shane shannon sharon shawn sheila shelby shelly sherry shirley sidney silvia sofia sonia
sophia stacy stanley stella stephanie stephen steve steven susan susana sylvia tammy tanya tara ted teresa terry
theodore theresa thomas tiffany tim timothy todd tom tomas tommy tony tonya tracy travis trevor troy tyler tyrone
ulises valentina valeria vanessa vera vernon veronica vicente vickie victor victoria vincent virginia vivian walter
wanda warren wayne wendell wendy wilfredo william wilma xavier ximena yesenia yolanda yvette yvonne zachary zoe
`

export const FAMILY = `
acosta adams aguilar aguirre alexander allen alvarado alvarez anderson avila ayala bailey baker barnes barrera
bennett bradley brooks bryant butler cabrera calderon camacho campbell cardenas carrillo carter castaneda castillo
castro cervantes chavez clark coleman collins contreras cooper cordova cortez cruz davis delgado diaz dominguez
edwards ellis esparza espinoza estrada evans fernandez figueroa fisher fitzgerald flores foster fuentes gallegos
garcia garza george gibson gomez gonzales gonzalez graham griffin guerra guerrero gutierrez guzman hamilton harris
harrison hayes henderson henry hernandez herrera howard hughes ibarra jackson james jenkins jimenez johnson jones
juarez kelley kennedy lara lewis lopez lozano macias maldonado marquez marshall martin martinez mcdonald medina
mejia mendez mendoza meyer miller miranda mitchell molina montoya morales moreno morgan morris munoz murphy murray
myers navarro nelson nguyen nunez ochoa olson ortega ortiz pacheco padilla palmer parker patel patterson pena
peralta perez perry peterson pham phillips powell quintero ramirez ramos reed reyes reynolds richardson rios rivas
rivera roberts robinson robles rodriguez rogers rojas romero rosales ross rubio ruiz russell salas salazar salinas
sanchez sanders sandoval santiago santos schmidt scott serrano silva simmons smith solis sosa soto stewart suarez
sullivan taylor thomas thompson torres tran trevino tucker turner valdez valencia valenzuela vargas vasquez vazquez
vega velasquez velazquez villa villanueva villarreal wagner walker wallace washington watson weber wilson wright
zamora zavala
`
