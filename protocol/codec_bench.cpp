#include <benchmark/benchmark.h>

#include <string>
#include <utility>

#include "protocol/codec.hpp"
#include "protocol/digest.hpp"

namespace syncsim::protocol {
namespace {

constexpr codec_limits wide{.max_bytes = std::size_t{64} << 20U, .max_records = 10'000};

/// A page as `hardened` sends it: every record has its ids, and a value of two members.
pull_reply page_of(std::int64_t records)
{
    const auto at = device_time{*parse_wire_time("2008-10-27 04:41:01.25")};
    pull_reply page;
    for (std::int64_t i = 0; i < records; ++i) {
        const auto number = static_cast<std::uint64_t>(i);
        const support::uuid name{.high = 0x4000, .low = number};
        record each;
        each.key = record_key{support::short_text{support::to_string(name)}};
        each.value = R"({"amount":)" + std::to_string(i) + R"(,"name":"oat milk"})";
        each.updated = at;
        each.created = at;
        each.write = write_id{name};
        each.create_write = write_id{name};
        each.order = stamp::by_sequence(i);
        page.records.push_back(std::move(each));
    }
    page.digest = digest_of(page);
    return page;
}

void count(benchmark::State& state, std::size_t bytes)
{
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}

void encode_page(benchmark::State& state)
{
    const reply page = page_of(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(encode(page));
    count(state, encode(page).size());
}

void decode_page(benchmark::State& state)
{
    const auto text = encode(page_of(state.range(0)));
    for (auto _ : state) {
        auto page = decode_reply(step::pull, text, wide);
        if (!page) state.SkipWithError(page.error().what.c_str());
        benchmark::DoNotOptimize(page);
    }
    count(state, text.size());
}

void digest_page(benchmark::State& state)
{
    const auto page = page_of(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(digest_of(page));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(encode_page)->Name("codec/encode")->Arg(1)->Arg(100)->Arg(10'000);
BENCHMARK(decode_page)->Name("codec/decode")->Arg(1)->Arg(100)->Arg(10'000);
BENCHMARK(digest_page)->Name("codec/digest")->Arg(1)->Arg(100)->Arg(10'000);

}  // namespace
}  // namespace syncsim::protocol
