// read.h -- what the command is for: options, run, report, exit code.
#ifndef WHY502_TOOLS_READ_H_
#define WHY502_TOOLS_READ_H_

#include "tools/why502/options.h"

namespace why502::command {

enum ExitCode { kEverythingRead = 0, kTooManyFailures = 1, kFailed = 2 };

// Reads the inputs and prints the report. Says on stderr what went wrong.
int read_and_report(const Options& options);

}  // namespace why502::command

#endif  // WHY502_TOOLS_READ_H_
