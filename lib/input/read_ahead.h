// read_ahead.h -- a reader that works on a thread of its own, a few blocks ahead.
#ifndef WHY502_LIB_INPUT_READ_AHEAD_H_
#define WHY502_LIB_INPUT_READ_AHEAD_H_

#include <atomic>
#include <cstddef>
#include <memory>

#include "why502/source.h"

namespace why502::input {

// Gives what `reader` gives, as soon as it does. `quit` is what ends a read() of `reader` that
// waits (see open_file): it is set when nobody wants more, and soon after `stop` (if given) was;
// what had been read by then is given out before the end. Both must outlive the result. Where
// there are no more threads to be had, `reader` itself.
//
// COST. Four blocks, and a copy of each byte.
std::unique_ptr<SourceReader> read_ahead(std::unique_ptr<SourceReader> reader, std::size_t block_bytes,
                                         std::atomic<bool>* quit, const std::atomic<bool>* stop);

}  // namespace why502::input

#endif  // WHY502_LIB_INPUT_READ_AHEAD_H_
