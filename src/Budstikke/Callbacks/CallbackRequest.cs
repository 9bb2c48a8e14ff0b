namespace Budstikke.Callbacks;

/// <summary>What is to be sent to a client's server, before anything of it was judged.</summary>
internal sealed record CallbackRequest(HttpMethod Method, string Url)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>JSON; null for a GET.</summary>
    public string? Body { get; init; }

    /// <summary>What a signature covers. Of a GET it is the target of the request's line, byte for byte.</summary>
    public string Payload => Body ?? (Uri.TryCreate(Url, UriKind.Absolute, out var url) ? url.PathAndQuery : Url);

    /// <param name="callbackUrl">As the order has it; a fragment is for no server.</param>
    public static CallbackRequest Post(string callbackUrl, string body) =>
        new(HttpMethod.Post, callbackUrl.Split('#', 2)[0]) { Body = body };

    public static CallbackRequest Get(string url) => new(HttpMethod.Get, url);

    /// <param name="id">The same for every try of the same news.</param>
    /// <param name="at">The moment of this try.</param>
    public CallbackRequest Signed(string id, DateTimeOffset at, IReadOnlyList<string> secrets) =>
        this with
        {
            Headers = Signature.HeadersOf(id, at, Payload, secrets),
        };
}
