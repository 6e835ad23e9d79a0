const Resident = z.object({
  surname: z.string(),
  gender: z.string().optional(),
});
