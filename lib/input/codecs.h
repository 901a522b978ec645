// codecs.h -- the codecs, each the door to its library. All allocate when they are made, and
// throw nothing but bad_alloc.
#ifndef WHY502_LIB_INPUT_CODECS_H_
#define WHY502_LIB_INPUT_CODECS_H_

#include <memory>

#include "lib/input/unpack.h"

namespace why502::input {

std::unique_ptr<Codec> gzip_codec();   // ISA-L
std::unique_ptr<Codec> zstd_codec();   // libzstd: windows up to 128 MiB
std::unique_ptr<Codec> xz_codec();     // liblzma: up to 256 MiB
std::unique_ptr<Codec> bzip2_codec();  // libbz2

}  // namespace why502::input

#endif  // WHY502_LIB_INPUT_CODECS_H_
