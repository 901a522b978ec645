// headers.cc -- for CMake, which precompiles headers for a target with sources only.
