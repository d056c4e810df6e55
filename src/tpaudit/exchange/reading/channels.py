# ruff: noqa: E501  tables of words and patterns
"""The words that people use for channels, in English and German."""

from __future__ import annotations

from collections.abc import Mapping

_TABLE = {
    "email": "e mail, e-mail, mail, email, mails, e-mails, newsletter, mailing, rundmail, email sequence, automated email, "
    "automatisierte e-mail, outlook, e mailing",
    "sms": "sms, text message, text, kurznachricht",
    "messenger": "messenger, whatsapp, whats app, slack, teams chat, slack channel, signal, telegram",
    "push": "push, push notification, push-nachricht, push nachricht, app push",
    "in_app": "in app, in-app, inapp, in app message, in-app message, in-app nachricht, tooltip, pop up, popup, product tour, "
    "in app nachricht, in product message",
    "chat": "chat, live chat, livechat, chatbot, bot",
    "customer_portal": "portal, customer portal, kundenportal, self service portal, kundenkonto, customer hub, self service",
    "phone": "phone, telephone, telefon, anruf, call, phone call, telefonat, telefonisch, per telefon, hotline, tel, call center",
    "video": "video, video call, videocall, videokonferenz, zoom, teams, ms teams, microsoft teams, google meet, online meeting, "
    "online-meeting, web meeting, virtual meeting, video meeting, online termin, remote, screen share, virtuell, online call, "
    "videotermin, video conference, web call",
    "webinar": "webinar, web seminar, online training, live training, online seminar, online schulung",
    "in_person": "in person, in-person, vor ort, vor-ort, onsite, on site, on-site, persönlich, face to face, besuch, visit, f2f, "
    "vor-ort-termin, vor ort termin, präsenz, persönliches gespräch, persönlicher termin, workshop vor ort, site visit",
    "event": "event, veranstaltung, messe, konferenz, conference, trade fair, roadshow, user group, kundenevent, anwendertreffen",
    "partner": "partner, reseller, händler",
    "support_ticket": "ticket, support ticket, helpdesk, help desk, ticketsystem, zendesk, support portal, jira",
    "direct_mail": "letter, brief, post, direct mail, postal mail, postal, mailing per post, postkarte, postcard, paket, gift, "
    "geschenk, per post, snail mail, karte, briefpost, postweg, präsent, päckchen",
    "invoice": "invoice, rechnung, billing",
    "community": "community, forum, user community, nutzerforum",
    "knowledge_base": "knowledge base, wissensdatenbank, help center, hilfecenter, faq, documentation, dokumentation, docs, "
    "hilfeseite, help centre, academy, tutorial, handbuch, manual",
    "website": "website, web site, webseite, web, homepage, blog, internet, internetseite",
    "landing_page": "landing page, landingpage, landeseite",
    "mobile_app": "mobile app, app, smartphone app",
    "social": "social, social media, linkedin, xing, instagram, facebook, twitter, x, soziale medien, youtube, tiktok",
    "review_site": "review site, bewertungsportal, g2, trustpilot, capterra, google reviews, bewertungsplattform",
    "marketplace": "marketplace, marktplatz, app store, amazon",
    "advertising": "advertising, ads, werbung, google ads, anzeige, paid ads, anzeigen, banner",
    "product_ux": "product, produkt, in product, im produkt, product ui, oberfläche, ux, software",
    "store": "store, shop, filiale, laden, geschäft",
    "showroom": "showroom, ausstellung",
    "point_of_sale": "point of sale, pos, kasse, checkout counter",
    "kiosk": "kiosk, terminal",
    "print": "print, flyer, broschüre, brochure, printed material, druck, prospekt, plakat",
    "catalogue": "catalogue, catalog, katalog",
    "packaging": "packaging, verpackung, beileger, packing slip",
    "press": "press, presse, zeitung, magazine",
}
WORDS: Mapping[str, str] = {word.strip(): channel for channel, words in _TABLE.items() for word in words.split(",")}
"""The built-in channel that a word means, by the word in lower case."""
