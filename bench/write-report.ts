// `npm run bench:report`: bench/report.md anew from what the measurements left, without measuring.
import { writeReport } from './report-page.ts'

console.log(writeReport())
