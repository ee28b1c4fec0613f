/** The value of a cookie that scripts may read, or nothing. */
export function cookie(name: string): string {
  return document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}
