namespace Budstikke.Peppol.As4;

/// <summary>
/// Every id of one message, all made of one UUID. That is made of the dispatch's key, so that each try of a dispatch
/// has the same ids and its receiver can tell a repeat.
/// </summary>
/// <param name="Instance">The envelope's InstanceIdentifier, which a Message Level Status names.</param>
/// <param name="Host">Ours, on the right of every <c>@</c>.</param>
internal sealed record As4Ids(Guid Instance, string Host)
{
    public string Message => $"{Instance}@{Host}";

    public string Conversation => $"conversation-{Instance}@{Host}";

    /// <summary>Of the part that holds the document.</summary>
    public string Content => $"payload-{Instance}@{Host}";

    public string Boundary => $"part-{Instance:N}";

    /// <summary>Of an element: an XML name may not begin with a digit.</summary>
    public string Element(string of) => $"{of}-{Instance}";
}
