namespace Budstikke.Documents.Schematron.Values;

/// <summary>
/// An expression has no value over this document: a malformed number, two items where one is allowed.
/// </summary>
internal sealed class EvaluationException(string code, string text) : Exception($"{code}: {text}")
{
    private const int MaxShown = 60;

    public static EvaluationException Type(string text) => new("XPTY0004", text);

    public static EvaluationException Truth() => new("FORG0006", "a sequence of values has no truth");

    public static EvaluationException Cast(string value, string type) =>
        new("FORG0001", $"\"{Texts.Cut(value, MaxShown)}\" is no {type}");
}

/// <summary>Functions call each other deeper than is followed.</summary>
internal sealed class TooDeepException(string function, int depth)
    : Exception($"the function {function} calls itself deeper than {depth}");
