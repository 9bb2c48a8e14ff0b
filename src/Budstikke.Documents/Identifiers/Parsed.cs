namespace Budstikke.Documents.Identifiers;

/// <summary>What reading a text gave: a value, or the reason why there is none.</summary>
/// <typeparam name="T">The identifier's type; its constructor is private, so a value that cannot exist cannot be
/// made.</typeparam>
public readonly record struct Parsed<T>
    where T : struct
{
    private readonly T _value;

    private Parsed(T value, string? reason)
    {
        _value = value;
        Reason = reason;
    }

    /// <summary>Why the text is no such identifier, as a sentence part ("has a wrong check digit"); null when it is
    /// one.</summary>
    public string? Reason { get; }

    /// <summary>True when the text is such an identifier.</summary>
    public bool IsValid => Reason is null;

    /// <summary>The identifier.</summary>
    /// <exception cref="FormatException">The text was none; the message is <see cref="Reason"/>.</exception>
    public T Value => Reason is null ? _value : throw new FormatException(Reason);

    /// <summary>The identifier, or null when the text was none.</summary>
    public T? ValueOrNull => Reason is null ? _value : null;

    internal static Parsed<T> Valid(T value) => new(value, null);

    internal static Parsed<T> Invalid(string reason) => new(default, reason);
}
