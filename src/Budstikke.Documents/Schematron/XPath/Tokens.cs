using System.Text;

namespace Budstikke.Documents.Schematron.XPath;

internal enum TokenKind
{
    End,
    Name,
    Number,
    Text,
    Variable,
    Symbol,
}

internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Name && Text == word;
}

/// <summary>Divides an expression into its words.</summary>
internal static class Tokens
{
    private static readonly string[] s_symbols =
    [
        "::",
        "//",
        "..",
        "!=",
        "<=",
        ">=",
        "(",
        ")",
        "[",
        "]",
        "/",
        ".",
        "@",
        ",",
        "|",
        "=",
        "<",
        ">",
        "+",
        "-",
        "*",
        "?",
    ];

    public static List<Token> Of(string source)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (true)
        {
            at = Skip(source, at);
            if (at == source.Length)
                break;
            var token = Next(source, at);
            tokens.Add(token);
            at = token.End;
        }
        tokens.Add(new(TokenKind.End, "", at, at));
        return tokens;
    }

    private static Token Next(string source, int at)
    {
        var c = source[at];
        if (c is '\'' or '"')
            return Quoted(source, at);
        if (char.IsAsciiDigit(c) || c == '.' && at + 1 < source.Length && char.IsAsciiDigit(source[at + 1]))
            return Number(source, at);
        if (c == '$')
        {
            var name = Name(source, at + 1);
            return new(TokenKind.Variable, name, at, at + 1 + name.Length);
        }
        if (IsNameStart(c))
        {
            var name = Name(source, at);
            return new(TokenKind.Name, name, at, at + name.Length);
        }
        foreach (var symbol in s_symbols)
            if (string.CompareOrdinal(source, at, symbol, 0, symbol.Length) == 0)
                return new(TokenKind.Symbol, symbol, at, at + symbol.Length);
        throw new ExpressionException($"'{c}' is not known in an expression", at);
    }

    private static int Skip(string source, int at)
    {
        while (at < source.Length && char.IsWhiteSpace(source[at]))
            at++;
        if (at + 1 >= source.Length || source[at] != '(' || source[at + 1] != ':')
            return at;
        var end = source.IndexOf(":)", at + 2, StringComparison.Ordinal);
        return end < 0 ? throw new ExpressionException("a comment without an end", at) : Skip(source, end + 2);
    }

    private static Token Quoted(string source, int start)
    {
        var text = new StringBuilder();
        for (var at = start + 1; at < source.Length; at++)
            if (source[at] != source[start])
                text.Append(source[at]);
            else if (at + 1 < source.Length && source[at + 1] == source[start])
                text.Append(source[at++]);
            else
                return new(TokenKind.Text, text.ToString(), start, at + 1);
        throw new ExpressionException("a text without an end", start);
    }

    private static Token Number(string source, int start)
    {
        var at = start;
        while (at < source.Length && (char.IsAsciiDigit(source[at]) || source[at] == '.'))
            at++;
        return new(TokenKind.Number, source[start..at], start, at);
    }

    /// <summary>A name, with its prefix where one follows; "a::b" is an axis and no prefix.</summary>
    private static string Name(string source, int start)
    {
        var at = Part(source, start);
        if (at + 1 < source.Length && source[at] == ':' && IsNameStart(source[at + 1]))
            at = Part(source, at + 1);
        return at == start ? throw new ExpressionException("a name is missing", start) : source[start..at];
    }

    private static int Part(string source, int at)
    {
        if (at < source.Length && IsNameStart(source[at]))
            while (
                at < source.Length && (IsNameStart(source[at]) || char.IsDigit(source[at]) || source[at] is '-' or '.')
            )
                at++;
        return at;
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';
}
