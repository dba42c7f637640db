/** The time of this process. Services ask here and hand the answer to cores, which never look themselves. */
export const clock = {
  now: (): Date => new Date(),
};
