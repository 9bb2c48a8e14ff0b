namespace Budstikke.Connect.Reading;

/// <summary>Every rule of the table that a body breaks, as the texts that the client reads.</summary>
internal static class Validation
{
    /// <summary>In the order of the table; those of the lines last, by field and then by line.</summary>
    public static IReadOnlyList<string> Errors(FieldValues values, Surroundings around)
    {
        List<string> errors = [];
        var (fields, lineFields) = (values.Table.Fields, values.Table.LineFields);
        for (var place = 0; place < fields.Count; place++)
            Judge(fields[place], values[place], key: null, around, errors);
        for (var place = 0; place < lineFields.Count; place++)
        for (var line = 0; line < values.LineKeys.Count; line++)
            Judge(lineFields[place], values.OfLine(line, place), values.LineKeys[line], around, errors);
        return errors;
    }

    /// <summary>What would have been right in each of those fields, where more can be said than their texts
    /// say.</summary>
    public static IEnumerable<Hint> Hints(FieldValues values, Surroundings around)
    {
        var (fields, lineFields) = (values.Table.Fields, values.Table.LineFields);
        for (var place = 0; place < fields.Count; place++)
            if (HintOf(fields[place], values[place], around) is { } text)
                yield return new(fields[place].Path, text);
        for (var place = 0; place < lineFields.Count; place++)
        for (var line = 0; line < values.LineKeys.Count; line++)
            if (HintOf(lineFields[place], values.OfLine(line, place), around) is { } text)
                yield return new(
                    lineFields[place].Path.Replace("*", values.LineKeys[line], StringComparison.Ordinal),
                    text
                );
    }

    /// <summary>Null where the value is right, or none of the rules has more to say.</summary>
    private static string? HintOf(Field field, in Value value, Surroundings around)
    {
        var isMissing = value.IsMissing && IsRequired(field, around);
        if (!isMissing && (value.IsAbsent || IsRight(field, value, around)))
            return null;
        var texts = field.Rules.Select(rule => rule.Hint(around)).OfType<string>().ToList();
        return texts.Count == 0 ? null : string.Join(' ', texts);
    }

    private static bool IsRight(Field field, in Value value, Surroundings around)
    {
        foreach (var rule in field.Rules)
            if (!rule.Holds(value, around))
                return false;
        return true;
    }

    /// <summary>A missing required field gives one text; otherwise each broken rule gives its own.</summary>
    private static void Judge(Field field, in Value value, string? key, Surroundings around, List<string> errors)
    {
        if (value.IsMissing && IsRequired(field, around))
            errors.Add(field.MissingText(NameOf(field, key)));
        else if (!value.IsAbsent)
            AddBroken(field, value, key, around, errors);
    }

    private static void AddBroken(Field field, in Value value, string? key, Surroundings around, List<string> errors)
    {
        foreach (var rule in field.Rules)
            if (!rule.Holds(value, around))
                errors.Add(rule.Text(NameOf(field, key)));
    }

    private static bool IsRequired(Field field, Surroundings around) =>
        field.Need is Need.Required
        || (field.Need is Need.RequiredIfCorporate && around.Type is Orders.CustomerType.Corporate);

    private static string NameOf(Field field, string? key) => key is null ? field.Display : field.DisplayOn(key);
}
