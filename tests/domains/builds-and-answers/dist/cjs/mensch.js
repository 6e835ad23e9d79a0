const { z } = require('zod');
exports.Mensch = z.object({ vorname: z.string(), gender: z.enum(['male', 'female']) });
