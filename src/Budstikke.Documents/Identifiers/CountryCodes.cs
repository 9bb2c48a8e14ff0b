using System.Collections;

namespace Budstikke.Documents.Identifiers;

/// <summary>The officially assigned codes of ISO 3166-1 alpha-2, which a document's countries are of (BR-CL-14).</summary>
public static class CountryCodes
{
    private const int Letters = 26;

    /// <summary>First letter, then every second letter that makes a code with it.</summary>
    private static readonly string[] s_codes =
    [
        "A DEFGILMOQRSTUWXZ",
        "B ABDEFGHIJLMNOQRSTVWYZ",
        "C ACDFGHIKLMNORUVWXYZ",
        "D EJKMOZ",
        "E CEGHRST",
        "F IJKMOR",
        "G ABDEFGHILMNPQRSTUWY",
        "H KMNRTU",
        "I DELMNOQRST",
        "J EMOP",
        "K EGHIMNPRWYZ",
        "L ABCIKRSTUVY",
        "M ACDEFGHKLMNOPQRSTUVWXYZ",
        "N ACEFGILOPRUZ",
        "O M",
        "P AEFGHKLMNRSTWY",
        "Q A",
        "R EOSUW",
        "S ABCDEGHIJKLMNORSTVXYZ",
        "T CDFGHJKLMNORTVWZ",
        "U AGMSYZ",
        "V ACEGINU",
        "W FS",
        "Y ET",
        "Z AMW",
    ];

    private static readonly BitArray s_assigned = Assigned();

    /// <summary>Every code, in the order of the alphabet.</summary>
    public static IEnumerable<string> All =>
        from row in s_codes
        from second in row.AsEnumerable().Skip(2)
        select $"{row[0]}{second}";

    /// <summary>True of an assigned code in capital letters.</summary>
    public static bool Has(string code) =>
        code is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'] && s_assigned[IndexOf(code[0], code[1])];

    private static BitArray Assigned()
    {
        var assigned = new BitArray(Letters * Letters);
        foreach (var code in All)
            assigned[IndexOf(code[0], code[1])] = true;
        return assigned;
    }

    private static int IndexOf(char first, char second) => (first - 'A') * Letters + (second - 'A');
}
