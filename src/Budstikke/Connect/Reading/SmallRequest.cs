namespace Budstikke.Connect.Reading;

/// <summary>A body that is no order: its fields, or everything that is wrong with it.</summary>
/// <param name="Fields">Null when there are errors.</param>
internal sealed record SmallRequest(FieldValues? Fields, IReadOnlyList<string> Errors)
{
    private static readonly Surroundings s_none = new([], default, Type: null);

    public static SmallRequest Read(ReadOnlyMemory<byte> utf8Json, FieldTable table)
    {
        var (document, fault) = JsonBody.Parse(utf8Json);
        if (document is null)
            return new(null, [fault!]);
        using (document)
        {
            var fields = FieldValues.Read(document.RootElement, table);
            var errors = Validation.Errors(fields, s_none);
            return errors.Count > 0 ? new(null, errors) : new(fields, []);
        }
    }
}
