// Base64 sixteen bytes at a time: what Swift has no vector operations for, above all looking bytes up within a register
// (PSHUFB of SSSE3). Where the processor lacks it nothing is done here, and the tables of Base64+pointers.swift do it all.
//
// The method is that of Muła and Lemire, "Faster Base64 Encoding and Decoding Using AVX2 Instructions",
// ACM Transactions on the Web 12 (2018), with 16 bytes in place of 32.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <tmmintrin.h>

/// Writes the text of as many of the first bytes as can be: always a multiple of twelve. Returns how many.
__attribute__((target("ssse3")))
static inline size_t cbase64_encode_vectors(const uint8_t *bytes, size_t count, uint8_t *text) {
    // Bytes 0 1 2 become 1 0 2 1, so that each 16 bits hold two neighbouring groups of six bits.
    const __m128i spread = _mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
    // What is added to a group to make its character, by the class of the group.
    const __m128i offsets = _mm_setr_epi8(71, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, -19, -16, 65, 0, 0);
    size_t done = 0;
    for (; count - done >= 16; done += 12, text += 16) {
        const __m128i input = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes + done)), spread);
        // The first and third group of four come to their places by a multiplication's high half, the others by its low one.
        const __m128i odd = _mm_mulhi_epu16(_mm_and_si128(input, _mm_set1_epi32(0x0FC0FC00)), _mm_set1_epi32(0x04000040));
        const __m128i even = _mm_mullo_epi16(_mm_and_si128(input, _mm_set1_epi32(0x003F03F0)), _mm_set1_epi32(0x01000010));
        const __m128i groups = _mm_or_si128(odd, even);
        // Classes: 13 for A to Z, 0 for a to z, 1 to 10 for the digits, 11 for +, 12 for /.
        const __m128i letters = _mm_and_si128(_mm_cmpgt_epi8(_mm_set1_epi8(26), groups), _mm_set1_epi8(13));
        const __m128i classes = _mm_or_si128(_mm_subs_epu8(groups, _mm_set1_epi8(51)), letters);
        _mm_storeu_si128((__m128i *)text, _mm_add_epi8(_mm_shuffle_epi8(offsets, classes), groups));
    }
    return done;
}

/// What is wrong with each of sixteen characters: zero for those of the alphabet, for which what their two halves stand for
/// in the tables has no bit in common.
__attribute__((target("ssse3")))
static inline __m128i cbase64_marks(__m128i text) {
    const __m128i low_bits = _mm_setr_epi8(
        0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A);
    const __m128i high_bits = _mm_setr_epi8(
        0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
    const __m128i half = _mm_set1_epi8(0x0F);
    const __m128i high = _mm_and_si128(_mm_srli_epi32(text, 4), half);
    return _mm_and_si128(
        _mm_shuffle_epi8(low_bits, _mm_and_si128(text, half)), _mm_shuffle_epi8(high_bits, high));
}

/// Puts an A in place of a `=` that is the last of sixteen characters, and of one in front of it. Returns how many there
/// were, or -1 if there is one in front of another character.
__attribute__((target("ssse3")))
static inline int cbase64_take_padding(__m128i *text) {
    const __m128i last_two = _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1);
    const __m128i padding = _mm_and_si128(_mm_cmpeq_epi8(*text, _mm_set1_epi8('=')), last_two);
    const int places = _mm_movemask_epi8(padding) >> 14;
    *text = _mm_xor_si128(*text, _mm_and_si128(padding, _mm_set1_epi8('=' ^ 'A')));
    return places == 1 ? -1 : (places + 1) / 2;
}

/// Whether at least sixteen characters, a multiple of four, are base64. The last sixteen are looked at together, and some
/// of them twice, which takes fewer steps than one after the other.
__attribute__((target("ssse3")))
static inline int cbase64_check_vectors(const uint8_t *text, size_t count) {
    __m128i last = _mm_loadu_si128((const __m128i *)(text + count - 16));
    const int padding = cbase64_take_padding(&last);
    __m128i marks = cbase64_marks(last);
    for (size_t done = 0; count - done > 16; done += 16) {
        marks = _mm_or_si128(marks, cbase64_marks(_mm_loadu_si128((const __m128i *)(text + done))));
    }
    return padding >= 0 && _mm_movemask_epi8(_mm_cmpeq_epi8(marks, _mm_setzero_si128())) == 0xFFFF;
}

/// Writes the twelve bytes of sixteen characters.
__attribute__((target("ssse3")))
static inline void cbase64_store(__m128i text, uint8_t *bytes) {
    // What is added to a character to make its six bits, by its high half; the slash counts as one of its own.
    const __m128i offsets = _mm_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m128i compact = _mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
    const __m128i high = _mm_and_si128(_mm_srli_epi32(text, 4), _mm_set1_epi8(0x0F));
    const __m128i slashes = _mm_cmpeq_epi8(text, _mm_set1_epi8('/'));
    const __m128i groups = _mm_add_epi8(text, _mm_shuffle_epi8(offsets, _mm_add_epi8(slashes, high)));
    // Pairs of six bits to twelve, pairs of those to 24.
    const __m128i twelves = _mm_maddubs_epi16(groups, _mm_set1_epi32(0x01400140));
    const __m128i words = _mm_shuffle_epi8(_mm_madd_epi16(twelves, _mm_set1_epi32(0x00011000)), compact);
    const int32_t rest = _mm_cvtsi128_si32(_mm_srli_si128(words, 8));
    _mm_storel_epi64((__m128i *)bytes, words);
    memcpy(bytes + 8, &rest, 4);
}

/// Writes the bytes of at least sixteen characters, a multiple of four: three for each four, of which those that padding
/// stands for do not count. Returns how many count, or -1 if it is not base64.
__attribute__((target("ssse3")))
static inline ptrdiff_t cbase64_decode_vectors(const uint8_t *text, size_t count, uint8_t *bytes) {
    __m128i last = _mm_loadu_si128((const __m128i *)(text + count - 16));
    const int padding = cbase64_take_padding(&last);
    __m128i marks = cbase64_marks(last);
    for (size_t done = 0; count - done > 16; done += 16) {
        const __m128i input = _mm_loadu_si128((const __m128i *)(text + done));
        marks = _mm_or_si128(marks, cbase64_marks(input));
        cbase64_store(input, bytes + done / 4 * 3);
    }
    const size_t size = count / 4 * 3;
    cbase64_store(last, bytes + size - 12);
    const int is_good = padding >= 0 && _mm_movemask_epi8(_mm_cmpeq_epi8(marks, _mm_setzero_si128())) == 0xFFFF;
    return is_good ? (ptrdiff_t)size - padding : -1;
}

/// Returns how many of the first bytes were written as text.
static inline size_t cbase64_encode(const void *bytes, size_t count, void *text) {
    return count >= 16 && __builtin_cpu_supports("ssse3") ? cbase64_encode_vectors(bytes, count, text) : 0;
}

/// Returns how many bytes the text stands for; -1 if it is not base64, or nobody looked.
static inline ptrdiff_t cbase64_decode(const void *text, size_t count, void *bytes) {
    return count >= 16 && __builtin_cpu_supports("ssse3") ? cbase64_decode_vectors(text, count, bytes) : -1;
}

/// Returns whether the text is base64; -1 if nobody looked.
static inline int cbase64_check(const void *text, size_t count) {
    return count >= 16 && __builtin_cpu_supports("ssse3") ? cbase64_check_vectors(text, count) : -1;
}
#else
static inline size_t cbase64_encode(const void *bytes, size_t count, void *text) { return 0; }
static inline ptrdiff_t cbase64_decode(const void *text, size_t count, void *bytes) { return -1; }
static inline int cbase64_check(const void *text, size_t count) { return -1; }
#endif
