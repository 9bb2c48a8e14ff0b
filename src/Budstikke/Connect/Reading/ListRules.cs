namespace Budstikke.Connect.Reading;

/// <summary>An array, or an object whose keys are indexes: PHP cannot tell them apart, and published clients send
/// objects.</summary>
internal sealed record IsList : Rule
{
    public override bool Holds(in Value value, Surroundings around) => value.Items is not null;

    public override string Text(string name) => $"The {name} must be an array.";
}

/// <summary>An object, or an empty list, which PHP cannot tell from an empty object. The text says "array", the
/// published word, although a list with items is refused.</summary>
internal sealed record IsObject : Rule
{
    public override bool Holds(in Value value, Surroundings around) =>
        value.Kind is ValueKind.Object or ValueKind.Empty;

    public override string Text(string name) => $"The {name} must be an array.";
}

internal sealed record MaxItems(int Count) : Rule
{
    public override bool Holds(in Value value, Surroundings around) => value.Items is not { } items || items <= Count;

    public override string Text(string name) => $"The {name} must not have more than {Count} items.";
}
