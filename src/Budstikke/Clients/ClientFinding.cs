namespace Budstikke.Clients;

/// <summary>What is said of a client, by its meaning: a command has an option for it, a web page a field.</summary>
internal enum ClientField
{
    Name,
    OrganizationNumber,
    Account,
    Bic,
    Email,
    Street,
    PostCode,
    City,
    Country,
    DeliveryPlace,
    VatRates,
    ZeroRateCategory,
    ZeroRateReason,
    InvoiceFees,
    RunHour,
    MonthlyClosingDay,
    TwiceMonthlyClosingDays,
    FirstNumber,
    Callback,
    CallbackEvents,
    ContactLanguage,
}

/// <summary>
/// What is wrong with a client as it is to be, or is lawful and should still be decided. Each edge words it.
/// </summary>
/// <param name="Field">Null where it is about the client as a whole.</param>
/// <param name="Text">The rest of a sentence that begins with the field's name ("must be 0 to 23"), or a sentence by
/// itself.</param>
internal sealed record ClientFinding(ClientField? Field, string Text)
{
    /// <summary>The text needs no field's name before it.</summary>
    public bool IsSentence { get; private init; }

    /// <summary>What was given, where it helps to see it again.</summary>
    public string? Given { get; init; }

    public static ClientFinding Sentence(string text, ClientField? field = null) =>
        new(field, text) { IsSentence = true };
}
