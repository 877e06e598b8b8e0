// Base64 by vectors: what Swift has no operations for, above all looking bytes up within a register. Sixteen characters at
// a time (PSHUFB of SSSE3), and 64 where the processor can (VPERMB of AVX-512 VBMI). Where it lacks both nothing is done
// here, and the tables of Base64+pointers.swift do it all.
//
// The methods are those of Muła and Lemire: "Faster Base64 Encoding and Decoding Using AVX2 Instructions",
// ACM Transactions on the Web 12 (2018), with 16 bytes in place of 32, and "Base64 encoding and decoding at almost the
// speed of a memory copy", Software: Practice and Experience 50 (2020).
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// The ways to do it.
enum { cbase64_by_tables, cbase64_by_16, cbase64_by_64 };

#if defined(__x86_64__)
#include <immintrin.h>

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

/// The first `count` bytes of 64, as a mask; all from 64 on.
static inline uint64_t cbase64_first(size_t count) { return count < 64 ? ((uint64_t)1 << count) - 1 : ~(uint64_t)0; }

/// The text of up to 48 bytes, and zeros taken for bytes that are not there.
__attribute__((target("avx512f,avx512bw,avx512vbmi")))
static inline __m512i cbase64_wide_text(const uint8_t *bytes, size_t count) {
    const __m512i alphabet = _mm512_loadu_si512(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
// Bytes 0 1 2 become 1 0 2 1, so that each 32 bits hold four groups of six bits, which the shifts below pick out.
#define GROUP(number) (0x01020001 + 0x03030303 * (number))
    const __m512i spread = _mm512_setr_epi32(
        GROUP(0), GROUP(1), GROUP(2), GROUP(3), GROUP(4), GROUP(5), GROUP(6), GROUP(7),
        GROUP(8), GROUP(9), GROUP(10), GROUP(11), GROUP(12), GROUP(13), GROUP(14), GROUP(15));
#undef GROUP
    const __m512i input = _mm512_permutexvar_epi8(spread, _mm512_maskz_loadu_epi8(cbase64_first(count), bytes));
    const __m512i groups = _mm512_multishift_epi64_epi8(_mm512_set1_epi64(0x3036242A1016040A), input);
    return _mm512_permutexvar_epi8(groups, alphabet);
}

/// Writes the text of all bytes, padding included. Returns how many they are.
__attribute__((target("avx512f,avx512bw,avx512vbmi")))
static inline size_t cbase64_encode_wide(const uint8_t *bytes, size_t count, uint8_t *text) {
    size_t done = 0;
    for (; count - done >= 48; done += 48, text += 64) {
        _mm512_storeu_si512(text, cbase64_wide_text(bytes + done, 48));
    }
    const size_t rest = count - done;
    if (rest == 0) { return count; }
    const uint64_t padding = ~cbase64_first((rest * 8 + 5) / 6);
    const __m512i padded = _mm512_mask_mov_epi8(cbase64_wide_text(bytes + done, rest), padding, _mm512_set1_epi8('='));
    _mm512_mask_storeu_epi8(text, cbase64_first((rest + 2) / 3 * 4), padded);
    return count;
}

/// The six bits of each of up to 64 characters; a byte of more than 127 for those beyond the alphabet.
__attribute__((target("avx512f,avx512bw,avx512vbmi")))
static inline __m512i cbase64_wide_groups(const uint8_t *text, size_t count) {
    static const uint8_t values[128] = {
        128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
        128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
        128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 62,  128, 128, 128, 63,
        52,  53,  54,  55,  56,  57,  58,  59,  60,  61,  128, 128, 128, 128, 128, 128,
        128, 0,   1,   2,   3,   4,   5,   6,   7,   8,   9,   10,  11,  12,  13,  14,
        15,  16,  17,  18,  19,  20,  21,  22,  23,  24,  25,  128, 128, 128, 128, 128,
        128, 26,  27,  28,  29,  30,  31,  32,  33,  34,  35,  36,  37,  38,  39,  40,
        41,  42,  43,  44,  45,  46,  47,  48,  49,  50,  51,  128, 128, 128, 128, 128,
    };
    const __m512i input = _mm512_mask_loadu_epi8(_mm512_set1_epi8('A'), cbase64_first(count), text);
    const __m512i groups =
        _mm512_permutex2var_epi8(_mm512_loadu_si512(values), input, _mm512_loadu_si512(values + 64));
    return _mm512_or_si512(groups, _mm512_and_si512(input, _mm512_set1_epi8(-128)));
}

/// How many characters of a text, whose length is a multiple of four, are no padding at its end.
static inline size_t cbase64_unpadded(const uint8_t *text, size_t count) {
    if (text[count - 1] != '=') { return count; }
    return text[count - 2] == '=' ? count - 2 : count - 1;
}

/// Whether a multiple of four characters, at least four, is base64.
__attribute__((target("avx512f,avx512bw,avx512vbmi")))
static inline int cbase64_check_wide(const uint8_t *text, size_t count) {
    count = cbase64_unpadded(text, count);
    __m512i marks = cbase64_wide_groups(text + count / 64 * 64, count % 64);
    for (size_t done = 0; count - done >= 64; done += 64) {
        marks = _mm512_or_si512(marks, cbase64_wide_groups(text + done, 64));
    }
    return _mm512_movepi8_mask(marks) == 0;
}

/// Writes the bytes of a multiple of four characters, at least four. Returns how many; -1 if it is not base64.
__attribute__((target("avx512f,avx512bw,avx512vbmi")))
static inline ptrdiff_t cbase64_decode_wide(const uint8_t *text, size_t count, uint8_t *bytes) {
// Of each 32 bits three bytes, in the order of their characters.
#define BYTES(number) \
    0x06000102 + 0x10101010 * (number), 0x090A0405 + 0x10101010 * (number), 0x0C0D0E08 + 0x10101010 * (number)
    const __m512i compact = (__m512i)(__v16si){BYTES(0), BYTES(1), BYTES(2), BYTES(3), 0, 0, 0, 0};
#undef BYTES
    count = cbase64_unpadded(text, count);
    const size_t size = count * 3 / 4;
    __m512i marks = _mm512_setzero_si512();
    for (size_t done = 0; done < count; done += 64) {
        const size_t rest = count - done;
        const __m512i groups = cbase64_wide_groups(text + done, rest);
        marks = _mm512_or_si512(marks, groups);
        // Pairs of six bits to twelve, pairs of those to 24.
        const __m512i twelves = _mm512_maddubs_epi16(groups, _mm512_set1_epi32(0x01400140));
        const __m512i words = _mm512_madd_epi16(twelves, _mm512_set1_epi32(0x00011000));
        const uint64_t whole = cbase64_first(rest < 64 ? rest * 3 / 4 : 48);
        _mm512_mask_storeu_epi8(bytes + done / 4 * 3, whole, _mm512_permutexvar_epi8(compact, words));
    }
    return _mm512_movepi8_mask(marks) == 0 ? (ptrdiff_t)size : -1;
}

/// The best way of this processor.
static inline int cbase64_best_way(void) {
    if (__builtin_cpu_supports("avx512vbmi")) { return cbase64_by_64; }
    return __builtin_cpu_supports("ssse3") ? cbase64_by_16 : cbase64_by_tables;
}

/// Returns how many of the first bytes were written as text.
static inline size_t cbase64_encode(int way, const void *bytes, size_t count, void *text) {
    if (way == cbase64_by_64) { return cbase64_encode_wide(bytes, count, text); }
    return count >= 16 && way == cbase64_by_16 ? cbase64_encode_vectors(bytes, count, text) : 0;
}

/// Returns how many bytes the text, a multiple of four characters and at least four, stands for; -1 if it is not base64, or
/// nobody looked.
static inline ptrdiff_t cbase64_decode(int way, const void *text, size_t count, void *bytes) {
    if (way == cbase64_by_64) { return cbase64_decode_wide(text, count, bytes); }
    return count >= 16 && way == cbase64_by_16 ? cbase64_decode_vectors(text, count, bytes) : -1;
}

/// Returns whether the text, a multiple of four characters and at least four, is base64; -1 if nobody looked.
static inline int cbase64_check(int way, const void *text, size_t count) {
    if (way == cbase64_by_64) { return cbase64_check_wide(text, count); }
    return count >= 16 && way == cbase64_by_16 ? cbase64_check_vectors(text, count) : -1;
}
#else
static inline int cbase64_best_way(void) { return cbase64_by_tables; }
static inline size_t cbase64_encode(int way, const void *bytes, size_t count, void *text) { return 0; }
static inline ptrdiff_t cbase64_decode(int way, const void *text, size_t count, void *bytes) { return -1; }
static inline int cbase64_check(int way, const void *text, size_t count) { return -1; }
#endif
