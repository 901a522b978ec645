// signals.h -- Ctrl-C ends the reading, not the report.
#ifndef WHY502_TOOLS_SIGNALS_H_
#define WHY502_TOOLS_SIGNALS_H_

#include <atomic>

namespace why502::command {

// Ignores SIGPIPE (writing to a closed pipe then fails with EPIPE), and sees to
// it that descriptors 0, 1 and 2 are taken, so that no file of ours becomes one.
void prepare_process();

// From now on the first SIGINT or SIGTERM sets the flag and interrupts a read()
// that waits; the second one kills.
void catch_interrupts();

// To be called when reading is over: a signal kills again.
void release_interrupts();

// True after such a signal. Static storage.
const std::atomic<bool>& interrupted();

}  // namespace why502::command

#endif  // WHY502_TOOLS_SIGNALS_H_
