// read_ahead.h -- a reader that works on a thread of its own, a few blocks ahead.
#ifndef WHY502_LIB_INPUT_READ_AHEAD_H_
#define WHY502_LIB_INPUT_READ_AHEAD_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

#include "why502/result.h"
#include "why502/source.h"

namespace why502::input {

// Opens what is to be read, so that a read() that waits ends when its argument becomes true.
using OpenFn = std::function<Result<std::unique_ptr<SourceReader>>(const std::atomic<bool>* stop)>;

// Gives what the reader gives that `open` opens, as soon as it does. It is opened with `quit`,
// which is set when nobody wants more, and soon after `stop` (if given) was; what had been read by
// then is given out before the end. Both must outlive the result. Where there are no more threads
// to be had it is the reader itself, opened with `stop`.
//
// COST. Four blocks, and a copy of each byte. Errors: those of `open`.
Result<std::unique_ptr<SourceReader>> read_ahead(const OpenFn& open, std::size_t block_bytes, std::atomic<bool>* quit,
                                                 const std::atomic<bool>* stop);

}  // namespace why502::input

#endif  // WHY502_LIB_INPUT_READ_AHEAD_H_
