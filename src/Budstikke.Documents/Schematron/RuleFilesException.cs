namespace Budstikke.Documents.Schematron;

/// <summary>The rule files say something that is not known here; a rule is never passed over in silence.</summary>
public sealed class RuleFilesException : Exception
{
    internal RuleFilesException(string file, int line, string text)
        : base(line > 0 ? $"{file}, line {line}: {text}" : $"{file}: {text}")
    {
        File = file;
        Line = line;
    }

    /// <summary>The file, by the name that it was given under.</summary>
    public string File { get; }

    /// <summary>The line in it; 0 where the file as a whole is meant.</summary>
    public int Line { get; }
}
