#pragma once

#include <array>
#include <iostream>
#include <streambuf>
#include <system_error>

namespace syncsim::cli {

/// Makes sure that descriptors 0 to 2 are taken, so that no file of ours gets one of them and what
/// is meant for people is written into it.
void claim_standard_descriptors() noexcept;

/// What `std::cout` writes to while this lives: the standard output, and what became of it.
///
/// A reader that has gone, as `head` does once it has enough, is no error: the rest is for nobody.
class checked_output : std::streambuf {
public:
    checked_output();
    ~checked_output() override;
    checked_output(const checked_output&) = delete;
    checked_output& operator=(const checked_output&) = delete;

    /// Writes what is left; why not everything could be written, if it could not.
    std::error_code finish();

private:
    int_type overflow(int_type c) override;
    int sync() override;
    bool write_out();

    std::array<char, 8192> waiting_{};
    std::error_code failed_;
    bool reader_has_gone_ = false;
    std::streambuf* before_;
};

}  // namespace syncsim::cli
