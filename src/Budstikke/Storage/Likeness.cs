namespace Budstikke.Storage;

/// <summary>How like two names are to whoever mistypes one of them.</summary>
internal static class Likeness
{
    private const int LettersForOneSlip = 4;
    private const int MaxSlips = 3;

    /// <summary>A short name has room for few slips: else everything would be like everything.</summary>
    public static int MaxDistanceFor(string name) => Math.Min(MaxSlips, name.Length / LettersForOneSlip);

    /// <summary>
    /// Letters that must be put in, left out, changed or swapped with their neighbour (optimal string alignment); 0
    /// where the names differ by capitals, dashes and low lines alone.
    /// </summary>
    public static int Distance(string name, string other)
    {
        var (left, right) = (Letters(name), Letters(other));
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        for (var j = 1; j <= right.Length; j++)
        {
            var change = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
            rows[i, j] = Math.Min(change, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
        }
        return rows[left.Length, right.Length];
    }

    private static string Letters(string name) =>
        string.Concat(name.Where(c => c is not ('-' or '_' or ' '))).ToLowerInvariant();
}
