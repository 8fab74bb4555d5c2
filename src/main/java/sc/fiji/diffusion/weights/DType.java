// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.util.Optional;

/**
 * The number format of a stored tensor. The constants carry the names of the safetensors format;
 * its formats of less than a byte are not known here.
 */
public enum DType {
    /** One byte, 0 or 1. */
    BOOL(1),
    /** Unsigned 8-bit integer. */
    U8(1),
    /** Signed 8-bit integer. */
    I8(1),
    /** 8-bit float with 5 exponent bits. */
    F8_E5M2(1),
    /** 8-bit float with 4 exponent bits. */
    F8_E4M3(1),
    /** Unsigned 16-bit integer. */
    U16(2),
    /** Signed 16-bit integer. */
    I16(2),
    /** IEEE 754 half precision. */
    F16(2),
    /** bfloat16: the upper half of a float32. */
    BF16(2),
    /** Unsigned 32-bit integer. */
    U32(4),
    /** Signed 32-bit integer. */
    I32(4),
    /** IEEE 754 single precision. */
    F32(4),
    /** Unsigned 64-bit integer. */
    U64(8),
    /** Signed 64-bit integer. */
    I64(8),
    /** IEEE 754 double precision. */
    F64(8);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one value in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The format of a name in a safetensors header, such as {@code "F16"}; empty if unknown. */
    public static Optional<DType> byName(String name) {
        for (DType dtype : values()) {
            if (dtype.name().equals(name)) return Optional.of(dtype);
        }
        return Optional.empty();
    }
}
