/** The words of a command that cannot be understood, or name what is not there: told as they are, with exit code 2. */
export class Misasked extends Error {}
