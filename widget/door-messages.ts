/** What to have ready at the door, and whom to ask: words that change rarely, apart from those that change often. */
export type DoorMessages = {
  ready: {
    title: string
    id: string
    documents: (list: string) => string
    /** Where the state's list is not known. */
    anyDocument: string
    document: { [code: string]: string }
    age: (years: number) => string
    whoOrdered: (years: number) => string
    ageWhy: string
    /** Where it is not known whether they have to sign. */
    ageWhyMaySign: string
    signature: string
    signatureWhy: string
    /** Not how much: whoever has the link would know what lies ready at a door. */
    due: string
    dueHow: string
    dueBeforeHow: string
    paid: string
    paidHow: string
  }
  questions: (dispensary: string) => string
  call: (phone: string) => string
  licence: (licence: string) => string
}
