// gateways_bench.h -- the benchmarks of the other gateways' records.
#ifndef WHY502_BENCH_GATEWAYS_BENCH_H_
#define WHY502_BENCH_GATEWAYS_BENCH_H_

namespace why502::bench {

// Registers them. `wrong_answers` counts those whose answer is wrong, and must live until all have run.
void register_gateways(int* wrong_answers);

}  // namespace why502::bench

#endif  // WHY502_BENCH_GATEWAYS_BENCH_H_
