using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Budstikke.Tests.House;

/// <summary>Walks the instructions of a method body (ECMA-335, partition III).</summary>
internal static class Instructions
{
    private const byte TwoByteMark = 0xFE;

    private static readonly Dictionary<short, OpCode> s_opCodes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>The metadata tokens that the instructions carry, each with the kind of thing that it names.</summary>
    public static IEnumerable<(OperandType Operand, int Token)> Tokens(byte[] il)
    {
        var at = 0;
        while (at < il.Length)
        {
            var value = il[at] == TwoByteMark ? unchecked((short)(TwoByteMark << 8 | il[at + 1])) : il[at];
            var code = s_opCodes[value];
            at += code.Size;
            if (NamesSomething(code.OperandType))
                yield return (code.OperandType, Int(il, at));
            at += OperandBytes(code.OperandType, il, at);
        }
    }

    private static bool NamesSomething(OperandType operand) =>
        operand
            is OperandType.InlineField
                or OperandType.InlineMethod
                or OperandType.InlineSig
                or OperandType.InlineString
                or OperandType.InlineTok
                or OperandType.InlineType;

    private static int OperandBytes(OperandType operand, byte[] il, int at) =>
        operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => sizeof(int) * (1 + Int(il, at)),
            _ => sizeof(int),
        };

    private static int Int(byte[] il, int at) => BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at));
}
