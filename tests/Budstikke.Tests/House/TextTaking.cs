using System.Reflection;

namespace Budstikke.Tests.House;

/// <summary>
/// Who may take a part of a text. A range that ends at a limit splits a character sooner or later (half an emoji), and
/// PostgreSQL cannot store the half: for that there is <c>Jobs.Cut</c>. The analyzers ban calls and do not see that a
/// range on a string is one; the compiled code shows it.
/// </summary>
internal static class TextTaking
{
    /// <summary>It keeps whole characters.</summary>
    private const string TheOne = "Budstikke.Jobs.Cut";

    /// <summary>They part a text at a mark that they have found in it.</summary>
    private static readonly string[] s_atAMark =
    [
        "Budstikke.Callbacks.AnswerText",
        "Budstikke.Callbacks.CallbackEndpoint",
        "Budstikke.Callbacks.CallbackUrl",
        "Budstikke.Commands.Move.MoveEnd",
        "Budstikke.Connect.Reading.IsCallable",
        "Budstikke.Connect.Reading.UnknownFields",
        "Budstikke.Connect.Reading.Value",
        "Budstikke.Documents.Schematron.Compiling.Compiler",
        "Budstikke.Documents.Schematron.Compiling.SequenceType",
        "Budstikke.Documents.Schematron.XPath.Parser",
        "Budstikke.Documents.Schematron.XPath.Tokens",
        "Budstikke.Invoicing.OfficialRules",
        "Budstikke.Distribution.Email.Bounces.TextBounces",
        "Budstikke.Mail.EmailAddress",
        "Budstikke.Mail.MailText",
        "Budstikke.Mail.SmtpCredentials",
        "Budstikke.Peppol.As4.ReadMessage",
        "Budstikke.Peppol.As4.VerifySignature",
        "Budstikke.Storage.KeyedReads`1",
        "Budstikke.Storage.Secrets",
    ];

    /// <summary>They take a text of our own or of a standard apart, in which every character is ASCII.</summary>
    private static readonly string[] s_ofAscii =
    [
        "Budstikke.Commands.Move.MoveTable",
        "Budstikke.Commands.Overlap",
        "Budstikke.Connect.Details",
        "Budstikke.Connect.Gate",
        "Budstikke.Connect.OpenApi.Operation",
        "Budstikke.Connect.Reading.Field",
        "Budstikke.Connect.Reading.OneOfMaturities",
        "Budstikke.Distribution.FollowHint",
        "Budstikke.Distribution.Post.PrintableAddress",
        "Budstikke.Documents.Identifiers.BankAccount",
        "Budstikke.Documents.Identifiers.Iban",
        "Budstikke.Documents.Identifiers.OrganizationNumber",
        "Budstikke.Documents.Identifiers.PersonalNumber",
        "Budstikke.Documents.Schematron.Values.Big",
        "Budstikke.Documents.Wording.Countries",
        "Budstikke.Documents.Rules.ContentRules",
        "Budstikke.Mail.SmtpReply",
        "Budstikke.Relays.SmtpVerdict",
        "Budstikke.Orders.Period",
        "Budstikke.Peppol.As4.AccessPoint",
        "Budstikke.Storage.PostgresErrors",
    ];

    /// <summary>It breaks lines between the letters of a font, several characters each.</summary>
    private static readonly string[] s_byLetters = ["Budstikke.Documents.Pdf.Layout.FittedText"];

    /// <summary>What XPath does to texts, which counts whole characters; the library does not know the service's
    /// Cut.</summary>
    private static readonly string[] s_byCharacters = ["Budstikke.Documents.Schematron.Values.Texts"];

    public static IReadOnlyList<string> Named { get; } =
    [TheOne, .. s_byCharacters, .. s_atAMark, .. s_ofAscii, .. s_byLetters];

    public static bool Shortens(Type type) => Knowledge.Of(type).Methods.Any(Shortens);

    private static bool Shortens(MethodBase method) =>
        method.DeclaringType == typeof(string) && method.Name is nameof(string.Substring) or nameof(string.Remove);
}
