/** The commonest given names and family names of the United States, in English and Spanish, but those that are words. */

export const GIVEN = `
aaron abigail adam adan adrian adriana alan alberto alejandra alejandro alex alexander alexis alfredo alicia alma amanda
amber amy ana andrea andres andrew angela angelica anna anne anthony antonio armando arturo ashley barbara beatriz benjamin
betty beverly blanca bobby brandon brenda brian bryan carlos carmen carol caroline carolyn catalina catherine cesar charles
cheryl christian christina christine christopher claudia cristian cristina cynthia daniel daniela david deborah denise
dennis diana diane diego donald donna doris dorothy douglas dylan edgar eduardo edward elena elizabeth emily emma enrique
eric erika ernesto esteban esther ethan eugene evelyn fatima felipe fernanda fernando francisco frances gabriel gabriela
gary george gerardo gilberto gloria gregory guadalupe guillermo gustavo hannah harold heather hector helen henry hugo ignacio
ines irene isabel isabella ivan jacob jacqueline jaime james janet janice jason javier jean jeffrey jennifer jeremy jerry
jesse jessica jesus joan joe joel john johnny jonathan jorge jose joseph joshua juan juana juanita judith judy julia julian
julie julio justin karen karina karla katherine kathleen kayla keith kelly kenneth kevin kimberly kyle larry laura lauren
lawrence leonardo leticia linda lisa logan lorena lori louis lucas lucia luis luisa madison manuel marco marcos margaret
margarita maria mariana maribel marie marilyn mario marisol marta martha martin mateo matthew megan melissa michael michelle
miguel miriam monica nancy natalia natalie nathan nicholas nicole noah norma olivia omar oscar pablo pamela patricia patrick
paul paula pedro peter philip rachel rafael ralph ramon randy raquel raul raymond rebecca ricardo richard robert roberto
rodolfo rodrigo roger ronald rosa rosario roxana roy ruben russell ruth ryan salvador samantha samuel sandra santiago sara
sarah scott sean sergio sharon silvia sofia sophia stephanie stephen steven susan susana tammy teresa terry theresa thomas
timothy tyler valentina valeria vanessa veronica vicente victor victoria vincent virginia walter wayne wendy william
ximena yolanda zachary
sam dan mike dave jim tom ben matt nick steve tony chris jeff greg bob ron ken tim liz kate ann
`

export const FAMILY = `
acosta adams aguilar aguirre alexander allen alvarado alvarez anderson avila ayala bailey baker barnes barrera bennett
bradley brooks bryant butler cabrera calderon camacho campbell cardenas carrillo carter castaneda castillo castro cervantes
chavez clark coleman collins contreras cooper cordova cortez cruz davis delgado diaz dominguez edwards ellis espinoza esparza
estrada evans fernandez figueroa fisher fitzgerald flores foster fuentes gallegos garcia garza gibson gomez gonzales gonzalez
graham griffin guerra guerrero gutierrez guzman hamilton harris harrison hayes henderson hernandez herrera howard hughes
ibarra jackson jenkins jimenez johnson jones juarez kelley kennedy lara lewis lopez lozano macias maldonado marquez marshall
martinez mcdonald medina mejia mendez mendoza meyer miller miranda mitchell molina montoya morales moreno morgan morris
munoz murphy murray myers navarro nelson nguyen nunez ochoa olson ortega ortiz pacheco padilla palmer parker patel patterson
pena peralta perez perry peterson phillips pham powell quintero ramirez ramos reed reyes reynolds richardson rios rivas rivera
roberts robinson robles rodriguez rogers rojas romero rosales ross rubio ruiz russell salas salazar salinas sanchez sanders
sandoval santiago santos schmidt serrano silva simmons smith solis sosa soto stewart suarez sullivan taylor thomas thompson
torres tran trevino tucker turner valdez valencia valenzuela vargas vasquez vazquez vega velasquez velazquez villa villanueva
villarreal wagner walker wallace washington watson weber wilson wright zamora zavala
`
